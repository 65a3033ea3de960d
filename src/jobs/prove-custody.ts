import type { MedusaContainer } from "@medusajs/framework/types"

import { proveCustody } from "../workflows/custody/duties"
import { runDuty } from "../workflows/duty"

export default async (container: MedusaContainer) => runDuty(container, proveCustody)

export const config = { name: "pasaj-prove-custody", schedule: "* * * * *" }
