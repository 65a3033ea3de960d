import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { renewLeases } from "../workflows/rental/renewal-duties"

export default async (container: MedusaContainer) => runDuty(container, renewLeases)

export const config = { name: "pasaj-renew-leases", schedule: "* * * * *" }
