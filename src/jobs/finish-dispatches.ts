import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { finishDispatches } from "../workflows/escrow/duties"

export default async (container: MedusaContainer) => runDuty(container, finishDispatches)

export const config = { name: "pasaj-finish-dispatches", schedule: "* * * * *" }
