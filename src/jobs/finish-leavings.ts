import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { finishLeavings } from "../workflows/merchant/duties"

export default async (container: MedusaContainer) => runDuty(container, finishLeavings)

export const config = { name: "pasaj-finish-leavings", schedule: "* * * * *" }
