import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import type { Evidence, Finding, Sheet } from "../../domain/custody-proof"

/** What one provider took and gave back, by Medusa and by the ledger; decimal texts for people. */
export type GatewayLine = { provider: string; currency: string; medusa: string; ledger: string; balance: string }

export type CustodyProof = {
  id: number; at: Instant; green: boolean; orders: number; payments: number; under_way: number; took_ms: number
  sheets: Sheet[]; gateways: GatewayLine[]; statements: Evidence[]
  /** The first of them; the counts are of all. */
  difference_count: number; differences: Finding[]; rounding_count: number; roundings: Finding[]
}

/** Shown in a proof; the rest is counted. */
export const SHOWN = 200

/** The orders of a page's span that our books know, with the captures that funded them. */
export async function bookedCaptures(manager: SqlManager, after: string, upTo: string | null): Promise<{ order_id: string; capture_id: string | null }[]> {
  return manager.execute(
    `select e.order_id, c.capture_id from escrow_order e left join escrow_capture c on c.order_id = e.order_id
     where e.order_id > ? and (?::text is null or e.order_id <= ?::text) order by e.order_id, c.capture_id`,
    [after, upTo, upTo],
  )
}

export async function writeProof(manager: SqlManager, proof: Omit<CustodyProof, "id">): Promise<CustodyProof> {
  const [row] = await manager.execute<{ id: string }>(
    `insert into custody_proof (at, green, orders, payments, under_way, took_ms, sheets, gateways, statements, difference_count, differences, rounding_count, roundings)
     values (?::timestamptz, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?, ?::jsonb) returning id`,
    [
      proof.at, proof.green, proof.orders, proof.payments, proof.under_way, proof.took_ms, JSON.stringify(proof.sheets), JSON.stringify(proof.gateways), JSON.stringify(proof.statements),
      proof.difference_count, JSON.stringify(proof.differences), proof.rounding_count, JSON.stringify(proof.roundings),
    ],
  )
  return { ...proof, id: minorOf(row?.id) }
}

export async function lastProof(manager: SqlManager): Promise<CustodyProof | null> {
  const [row] = await manager.execute<Omit<CustodyProof, "id" | "at"> & { id: string; at: string }>(
    `select id, at, green, orders, payments, under_way, took_ms, sheets, gateways, statements, difference_count, differences, rounding_count, roundings
     from custody_proof order by id desc limit 1`,
  )
  return row ? { ...row, id: minorOf(row.id), at: instantOf(row.at) } : null
}

export async function proofDue(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ due_at: string }>("select due_at from proof_schedule where name = 'custody'")
  return row ? instantOf(row.due_at) : null
}

/**
 * Claims the proof that is due, for ten minutes of the machine's clock: of two processes one proves, and a proof that died
 * with its process is taken over.
 */
export async function claimProof(manager: SqlManager, at: Instant): Promise<boolean> {
  const rows = await manager.execute(
    `update proof_schedule set claimed_until = clock_timestamp() + interval '10 minutes'
     where name = 'custody' and due_at <= ?::timestamptz and (claimed_until is null or claimed_until < clock_timestamp()) returning name`,
    [at],
  )
  return rows.length > 0
}

export async function scheduleProof(manager: SqlManager, due: Instant): Promise<void> {
  await manager.execute("update proof_schedule set due_at = ?::timestamptz, claimed_until = null where name = 'custody'", [due])
}
