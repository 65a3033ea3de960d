import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { ANSWER_MINUTES } from "../../domain/provider-outcome"
import { suspend } from "./adoption"

/**
 * A capture or a refund that Medusa has written down, and whose provider has not answered, for all that Medusa tells; or a refund that
 * it has `noted` when an order was cancelled, by the id of that note, and has forgotten.
 */
export type Doubt = { kind: "capture" | "refund" | "noted"; id: string; order_id: string; provider: string; minor: number; currency: string; since: Instant }

/** An attempt to send a refund whose answer was lost: Medusa has deleted its own row of it. `minor`: what was asked for. */
export type Attempt = { refund_id: string; order_id: string; payment_id: string; provider: string; minor: number; currency: string }

/** What an item of the queue is about. An attempt's `id` is the refund's; `times` tells it from the others of that refund. */
export type Unanswered = { kind: Doubt["kind"]; id: string } | { kind: "attempt"; id: string; payment_id: string; minor: number; times: string }

export function unansweredIn(reference: string): Unanswered {
  const [kind, id = "", payment_id = "", minor = "0", times = ""] = reference.split(":")
  if (kind === "attempt") return { kind, id, payment_id, minor: Number(minor), times }
  return { kind: kind === "capture" || kind === "noted" ? kind : "refund", id }
}

/** Those of Medusa's rows that are so old that the process which wrote them must be gone. */
export async function leftAlone(manager: SqlManager, rows: { id: string; since: Instant }[]): Promise<Set<string>> {
  const old = await manager.execute<{ id: string }>(
    "select id from unnest(array[?]::text[], array[?]::timestamptz[]) as d(id, since) where since < clock_timestamp() - make_interval(mins => ?)",
    [rows.map((row) => row.id), rows.map((row) => row.since), ANSWER_MINUTES],
  )
  return new Set(old.map((row) => row.id))
}

/**
 * Puts what no provider has answered into the operators' queue, once: whether the money moved only the provider's own page tells.
 * @returns those that are still being asked for
 */
export async function queueDoubts(manager: SqlManager, doubts: Doubt[], at: Instant): Promise<Doubt[]> {
  if (doubts.length === 0) return []
  const old = await leftAlone(manager, doubts)
  for (const { kind, id, order_id, provider, minor, currency } of doubts.filter((doubt) => old.has(doubt.id))) {
    const note = kind === "noted"
      ? `Medusa noted a refund of ${minor} minor units when the order was cancelled (${id}), and has none: ${provider} refused it, or its answer was lost. Look there whether the money moved.`
      : `Medusa wrote a ${kind} of ${minor} minor units down (${id}), and ${provider} never answered. Look there whether the money moved.`
    await suspend(manager, { order_id, source: "payment", reference: `${kind}:${id}`, amount: money(0, currency), note }, at)
  }
  return doubts.filter((doubt) => !old.has(doubt.id))
}

/** Puts an attempt into the queue: until an operator has looked, the refund is not sent again. */
export async function queueUnanswered(manager: SqlManager, attempt: Attempt, error: string, at: Instant): Promise<void> {
  const { refund_id, order_id, payment_id, provider, minor, currency } = attempt
  const [row] = await manager.execute<{ attempts: number }>("select attempts from escrow_refund where id = ?", [refund_id])
  const reference = ["attempt", refund_id, payment_id, minor, row?.attempts ?? 0].join(":")
  const note = `${provider} was asked for a refund of ${minor} minor units, and its answer was lost (${error.slice(0, 200)}). Look there whether the money moved.`
  await suspend(manager, { order_id, source: "payment", reference, amount: money(0, currency), note }, at)
}

/** Whether an attempt to send one of the order's refunds waits for an operator's word. */
export async function isUnanswered(manager: SqlManager, orderId: string): Promise<boolean> {
  const open = await manager.execute("select id from escrow_suspense where order_id = ? and state = 'open' and reference like 'attempt:%' limit 1", [orderId])
  return open.length > 0
}
