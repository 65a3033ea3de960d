import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { markDelivered } from "../workflows/escrow/duties"

export default async (container: MedusaContainer) => runDuty(container, markDelivered)

export const config = { name: "pasaj-mark-delivered", schedule: "* * * * *" }
