import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { eraseMerchants } from "../workflows/merchant/duties"

export default async (container: MedusaContainer) => runDuty(container, eraseMerchants)

export const config = { name: "pasaj-erase-merchants", schedule: "* * * * *" }
