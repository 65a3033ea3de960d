import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { ChargebackState } from "../../domain/chargeback"
import { account } from "../../domain/chart"
import type { RefundState, SuspenseState } from "../../domain/refund-journals"
import type { Suspended } from "./adoption"

export type RefundRow = {
  id: string; order_id: string; shop_order_id: string | null; state: RefundState; currency: string; amount_minor: string; reason: string
  execute_after: string; last_error: string | null
}
export type CancellationRow = {
  id: string; order_id: string; whole: boolean; lines: { line_item_id: string }[]; currency: string; amount_minor: string; reason: string; followed_at: string | null
}
export type SuspenseRow = {
  id: string; order_id: string; state: SuspenseState; source: Suspended["source"]; reference: string
  currency: string; amount_minor: string; note: string; resolution: string | null; found_at: string
}
export type ChargebackRow = {
  id: string; order_id: string; provider: string; reference: string; state: ChargebackState; currency: string; amount_minor: string; fee_minor: string
  at: string; end_reference: string | null; end_note: string | null; ended_at: string | null
}
type Page = { limit: number; after?: string }

export const listRefunds = (manager: SqlManager, where: Page & { state?: RefundState; order_id?: string; id?: string }): Promise<RefundRow[]> =>
  manager.execute<RefundRow>(
    `select id, order_id, shop_order_id, state, currency, amount_minor, reason, execute_after, last_error from escrow_refund
     where id > ? and state = coalesce(?::text, state) and order_id = coalesce(?::text, order_id) and id = coalesce(?::text, id) order by id limit ?`,
    [where.after ?? "", where.state ?? null, where.order_id ?? null, where.id ?? null, where.limit],
  )

export const listSuspense = (manager: SqlManager, where: Page & { state?: SuspenseState; id?: string }): Promise<SuspenseRow[]> =>
  manager.execute<SuspenseRow>(
    `select id, order_id, state, source, reference, currency, amount_minor, note, resolution, found_at from escrow_suspense
     where id > ? and state = coalesce(?::text, state) and id = coalesce(?::text, id) order by id limit ?`,
    [where.after ?? "", where.state ?? null, where.id ?? null, where.limit],
  )

export const listChargebacks = (manager: SqlManager, where: Page & { state?: ChargebackState; order_id?: string; id?: string }): Promise<ChargebackRow[]> =>
  manager.execute<ChargebackRow>(
    `select id, order_id, provider, reference, state, currency, amount_minor, fee_minor, at, end_reference, end_note, ended_at from escrow_chargeback
     where id > ? and state = coalesce(?::text, state) and order_id = coalesce(?::text, order_id) and id = coalesce(?::text, id) order by id limit ?`,
    [where.after ?? "", where.state ?? null, where.order_id ?? null, where.id ?? null, where.limit],
  )

export async function cancellationOf(manager: SqlManager, id: string): Promise<CancellationRow | undefined> {
  const [row] = await manager.execute<CancellationRow>(
    "select id, order_id, whole, lines, currency, amount_minor, reason, followed_at from escrow_cancellation where id = ?", [id],
  )
  return row
}

/** What Medusa's order rightly says is owed to its buyer, in minor units: its open refunds, and what was paid beyond what was due. */
export const owedToBuyer = async (manager: SqlManager, orderId: string): Promise<number> =>
  (await openInMedusa(manager, orderId)) + (await overpaid(manager, orderId))

/**
 * What Medusa has not refunded of an order's refunds: what is still to be sent, and what a bank took back in its place, or of
 * what was paid beyond the order. Medusa knows of no chargebacks, so that its order goes on to say that this is owed.
 */
export async function openInMedusa(manager: SqlManager, orderId: string): Promise<number> {
  const [row] = await manager.execute<{ open: string }>(
    `select coalesce((select sum(r.amount_minor - coalesce((select sum(m.amount_minor) from escrow_refund_part m where m.refund_id = r.id), 0))
         from escrow_refund r where r.order_id = ? and r.state <> 'executed'), 0)
       + coalesce((select sum(m.amount_minor) from escrow_chargeback c join escrow_refund_part m on m.chargeback_id = c.id
         where c.order_id = ? and c.state <> 'won'), 0)
       + coalesce((select sum(f.amount_minor) from escrow_outflow f join escrow_chargeback c on f.journal_key = 'chargeback:' || c.id
         where f.order_id = ? and f.account = ? and c.state <> 'won'), 0) as open`,
    [orderId, orderId, orderId, account.suspense("overpaid")],
  )
  return minorOf(row?.open ?? 0)
}

/** Whether a bank has taken back some of what was paid for an order, and has not given it back. */
export async function isChargedBack(manager: SqlManager, orderId: string): Promise<boolean> {
  return (await manager.execute("select id from escrow_chargeback where order_id = ? and state <> 'won' limit 1", [orderId])).length > 0
}

/** What banks have taken back of an order's payments and not given back, by the provider, in minor units. */
export async function takenByBanks(manager: SqlManager, orderId: string): Promise<Map<string, number>> {
  const rows = await manager.execute<{ provider: string; minor: string }>(
    "select provider, sum(amount_minor) as minor from escrow_chargeback where order_id = ? and state <> 'won' group by provider", [orderId],
  )
  return new Map(rows.map((row) => [row.provider, minorOf(row.minor)]))
}

/** What captures brought beyond what the order was due, and nothing has used yet. */
export async function overpaid(manager: SqlManager, orderId: string): Promise<number> {
  const name = account.suspense("overpaid")
  const [row] = await manager.execute<{ minor: string }>(
    `select coalesce((select sum((share->>'minor')::bigint) from escrow_capture cross join lateral jsonb_array_elements(shares) as share
         where order_id = ? and share->>'account' = ?), 0)
       - coalesce((select sum(amount_minor) from escrow_outflow where order_id = ? and account = ?), 0) as minor`,
    [orderId, name, orderId, name],
  )
  return minorOf(row?.minor ?? 0)
}
