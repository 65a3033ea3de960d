import type { SqlManager } from "../../adapters/ledger"

/**
 * Forgets where merchants were paid and who held the accounts, for their identity's legal time is over, and every transfer of
 * theirs is older still (O9). Amounts, days, and the bank with its own reference stay: they are the books. Safe twice.
 */
export async function forgetAccounts(manager: SqlManager, merchantIds: string[]): Promise<void> {
  const forgotten = "sheba = 'erased', holder = 'erased', updated_at = now()"
  await manager.execute(`update payout_account set ${forgotten} where merchant_id = any(array[?]::text[]) and sheba <> 'erased'`, [merchantIds])
  await manager.execute(
    `with mine as (
       update merchant_settlement set ${forgotten}, extension_reason = null where merchant_id = any(array[?]::text[]) returning id
     ), sent as (
       update settlement_transfer t set ${forgotten}, reason = null from mine where t.settlement_id = mine.id returning t.id
     )
     update settlement_history h set reason = null from (select id from mine union all select id from sent) moved
     where h.row_id = moved.id and h.reason is not null`,
    [merchantIds],
  )
}
