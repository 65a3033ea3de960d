import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { earnRent } from "../workflows/rental/duties"

export default async (container: MedusaContainer) => runDuty(container, earnRent)

export const config = { name: "pasaj-earn-rent", schedule: "* * * * *" }
