import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"

/** A posting that touches a payment provider: `in` took money, `out` gave it back. */
export type GatewayMove = { key: string; other: string; way: "in" | "out"; provider: string; currency: string; minor: number; recent: boolean }
export type PlaceSum = { place: string; currency: string; minor: number; above_zero: number }

/** What is younger may still be crossing between Medusa and our books, which share no transaction. */
export const CROSSING_MINUTES = 2

/**
 * The gateways' postings of the journals with one of the `keys`, and of those that pay out of one of the accounts
 * `sources`: by index, however many other journals there are. What a bank took back is no provider's refund.
 */
export async function gatewayMoves(manager: SqlManager, keys: string[], sources: string[]): Promise<GatewayMove[]> {
  const rows = await manager.execute<Omit<GatewayMove, "minor"> & { minor: string }>(
    `with touched as (
       select j.id from ledger_journal j where j.key = any(array[?]::text[])
       union select p.journal_id from ledger_posting p join ledger_journal j on j.id = p.journal_id
         where p.from_account = any(array[?]::text[]) and p.to_account like 'gateway:%' and j.kind <> 'chargeback_taken'
     )
     select j.key, case when p.from_account like 'gateway:%' then p.to_account else p.from_account end as other,
       case when p.from_account like 'gateway:%' then 'in' else 'out' end as way,
       substr(case when p.from_account like 'gateway:%' then p.from_account else p.to_account end, 9) as provider,
       p.currency, p.amount as minor, j.created_at > clock_timestamp() - make_interval(mins => ?) as recent
     from touched t join ledger_journal j on j.id = t.id join ledger_posting p on p.journal_id = t.id
     where p.from_account like 'gateway:%' or p.to_account like 'gateway:%' order by j.id, p.position`,
    [keys, sources, CROSSING_MINUTES],
  )
  return rows.map((row) => ({ ...row, minor: minorOf(row.minor) }))
}

/**
 * The sums of the accounts whose balance is kept, by place and currency: a place is `hold`, `merchant:payable` and so on.
 * One pass over the accounts, a handful of rows back.
 */
export async function keptByPlace(manager: SqlManager): Promise<PlaceSum[]> {
  const rows = await manager.execute<{ place: string; currency: string; minor: string; above_zero: string }>(
    `select split_part(name, ':', 1) || coalesce(':' || nullif(split_part(name, ':', 3), ''), '') as place, currency,
       sum(balance) as minor, sum(greatest(balance, 0)) as above_zero
     from ledger_account where balance is not null group by 1, 2 order by 1, 2`,
  )
  return rows.map((row) => ({ ...row, minor: minorOf(row.minor), above_zero: minorOf(row.above_zero) }))
}
