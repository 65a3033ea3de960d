import type { SqlManager } from "../../adapters/ledger"
import { caseMachine } from "../../domain/dispute"
import { isFinal, statesOf } from "../../domain/machine"

const open = statesOf(caseMachine).filter((state) => !isFinal(caseMachine, state))

/** How many cases against a merchant have no end yet. */
export async function openCasesOf(manager: SqlManager, merchantId: string): Promise<number> {
  const [row] = await manager.execute<{ count: number }>(
    "select count(*)::int as count from dispute_case where merchant_id = ? and state = any(array[?]::text[])", [merchantId, open],
  )
  return row?.count ?? 0
}
