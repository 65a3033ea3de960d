import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { archiveFinished } from "../workflows/merchant/onboarding"

export default async (container: MedusaContainer) => runDuty(container, archiveFinished)

export const config = { name: "pasaj-archive-onboardings", schedule: "*/10 * * * *" }
