import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { repairRentPayments } from "../workflows/rental/duties"

export default async (container: MedusaContainer) => runDuty(container, repairRentPayments)

export const config = { name: "pasaj-repair-rent-payments", schedule: "* * * * *" }
