import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { checkpointAccounts } from "../workflows/ledger/duties"

export default async (container: MedusaContainer) => runDuty(container, checkpointAccounts)

export const config = { name: "pasaj-checkpoint-accounts", schedule: "* * * * *" }
