import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { remindBuyers } from "../workflows/escrow/remind"

export default async (container: MedusaContainer) => runDuty(container, remindBuyers)

export const config = { name: "pasaj-remind-buyers", schedule: "* * * * *" }
