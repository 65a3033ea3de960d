import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { syncShops } from "../workflows/catalogue/duties"

export default async (container: MedusaContainer) => runDuty(container, syncShops)

export const config = { name: "pasaj-sync-shops", schedule: "*/10 * * * * *" }
