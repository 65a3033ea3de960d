import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { watchVerifications } from "../workflows/merchant/duties"

export default async (container: MedusaContainer) => runDuty(container, watchVerifications)

export const config = { name: "pasaj-watch-verifications", schedule: "* * * * *" }
