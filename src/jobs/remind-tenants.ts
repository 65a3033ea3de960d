import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { remindTenants } from "../workflows/rental/renewal-duties"

export default async (container: MedusaContainer) => runDuty(container, remindTenants)

export const config = { name: "pasaj-remind-tenants", schedule: "* * * * *" }
