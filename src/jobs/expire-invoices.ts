import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { expireInvoices } from "../workflows/rental/renewal-duties"

export default async (container: MedusaContainer) => runDuty(container, expireInvoices)

export const config = { name: "pasaj-expire-invoices", schedule: "* * * * *" }
