import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { settleOrders } from "../workflows/refunds/duties"

export default async (container: MedusaContainer) => runDuty(container, settleOrders)

export const config = { name: "pasaj-settle-orders", schedule: "*/10 * * * * *" }
