import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { endLeases } from "../workflows/rental/duties"

export default async (container: MedusaContainer) => runDuty(container, endLeases)

export const config = { name: "pasaj-end-leases", schedule: "* * * * *" }
