import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Balance } from "./reads"

/**
 * Balances of checked accounts, which nobody can post to until the caller's transaction ends: whoever decides by them
 * decides by what is. Like a posting it locks them in the order of their ids; lock them last.
 */
export async function lockedBalances(manager: SqlManager, names: string[]): Promise<Balance[]> {
  const rows = await manager.execute<{ name: string; currency: string; balance: string | null }>(
    "select name, currency, balance from ledger_account where name = any(array[?]::text[]) order by id for update",
    [names],
  )
  return rows.map(({ name, currency, balance }) => ({ name, currency, minor: minorOf(balance ?? 0) }))
}
