import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { lapseConsents } from "../workflows/escrow/duties"

export default async (container: MedusaContainer) => runDuty(container, lapseConsents)

export const config = { name: "pasaj-lapse-consents", schedule: "* * * * *" }
