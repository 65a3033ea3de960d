import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { renewGeneralAdmins } from "../workflows/merchant/standing-admins"

export default async (container: MedusaContainer) => runDuty(container, renewGeneralAdmins)

export const config = { name: "pasaj-renew-general-admins", schedule: "* * * * *" }
