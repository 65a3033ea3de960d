import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { followMedusa } from "../workflows/escrow/follow-medusa"

export default async (container: MedusaContainer) => runDuty(container, followMedusa)

export const config = { name: "pasaj-follow-medusa", schedule: "*/10 * * * * *" }
