import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system, type Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { money, type Money } from "../../domain/money"
import { oweHeldRefund, oweReleasedRefund, refundExecuted, refundMachine, type MadeRefund, type RefundEvent, type RefundState, type Share } from "../../domain/refund-journals"
import { openPieces, shrinkHold } from "./shrink"
import { lockOrder, remainingOf, standingOf, type Part, type Standing } from "./standing"

export type DueRefund = { order_id: string; shop_order_id: string | null; amount: Money; reason: string; reference: string | null; execute_after: Instant }
export type Outflow = Share & { shop_order_id: string | null }
export type Granting = { shop_order_id: string; amount_minor: number; reason: string; reference: string }

const cashier = system("cashier")

/** Remembers which of an order's money left by a journal, so that what remains can be told from our rows alone. */
export async function noteOutflows(manager: SqlManager, journalKey: string, orderId: string, flows: Outflow[], at: Instant): Promise<void> {
  await manager.execute(
    `insert into escrow_outflow (journal_key, order_id, shop_order_id, account, amount_minor, at)
     select ?, ?, nullif(f.part, ''), f.account, f.minor, ?::timestamptz from unnest(array[?]::text[], array[?]::text[], array[?]::bigint[]) as f(part, account, minor)`,
    [journalKey, orderId, at, flows.map((flow) => flow.shop_order_id ?? ""), flows.map((flow) => flow.account), flows.map((flow) => flow.amount.minor)],
  )
}

/** Writes down that the provider must send money to the buyer: in the transaction that makes it due. @returns the refund's id */
export async function dueRefund(manager: SqlManager, due: DueRefund): Promise<string> {
  const id = generateEntityId(undefined, "rfnd")
  await manager.execute(
    `insert into escrow_refund (id, order_id, shop_order_id, state, currency, amount_minor, reason, reference, execute_after)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)`,
    [id, due.order_id, due.shop_order_id, refundMachine.initial, due.amount.currency, due.amount.minor, due.reason, due.reference, due.execute_after],
  )
  return id
}

/**
 * Grants a refund for one shop's part: out of its hold while that keeps money, then out of what its merchant was given,
 * below zero if it must. The same reference again changes nothing.
 * @returns the refund's id. @throws shop_order_not_found, refund_too_large, refund_reference_used
 */
export async function grantRefund(manager: SqlManager, granting: Granting, at: Instant): Promise<string> {
  const { shop_order_id, amount_minor, reason, reference } = granting
  const [row] = await manager.execute<{ order_id: string }>("select order_id from shop_order where id = ?", [shop_order_id])
  if (!row) refuse("shop_order_not_found", { id: shop_order_id })
  await lockOrder(manager, row.order_id)
  const [known] = await manager.execute<{ id: string; amount_minor: string }>(
    "select id, amount_minor from escrow_refund where shop_order_id = ? and reference = ?", [shop_order_id, reference],
  )
  if (known) return minorOf(known.amount_minor) === amount_minor ? known.id : refuse("refund_reference_used", { reference })
  const standing = await standingOf(manager, row.order_id)
  const part = standing.parts.find((each) => each.shop_order_id === shop_order_id) ?? refuse("shop_order_not_found", { id: shop_order_id })
  const most = remainingOf(part) + part.recoverable
  if (amount_minor > most) refuse("refund_too_large", { most, amount: amount_minor })

  return oweFromPart(manager, standing, part, { amount_minor, reason, reference }, at)
}

/** `line_item_id`: the only line whose money it is; `execute_after`: not before; both left out: all lines, at once. */
export type Owing = { amount_minor: number; reason: string; reference: string | null; line_item_id?: string; execute_after?: Instant }

/**
 * Makes a refund of one part due: out of what its hold keeps, then out of what its merchant was given, below zero if it must.
 * The caller has seen to it that both together have that much. @returns the refund's id
 */
export async function oweFromPart(manager: SqlManager, standing: Standing, part: Part, owing: Owing, at: Instant): Promise<string> {
  const { amount_minor, reason, reference, line_item_id, execute_after = at } = owing
  const { order_id, currency } = standing
  const { shop_order_id } = part
  const open = line_item_id === undefined ? amount_minor : (await openPieces(manager, part, line_item_id)).reduce((all, piece) => all + piece.minor, 0)
  const held = Math.min(amount_minor, remainingOf(part), open)
  const id = await dueRefund(manager, { order_id, shop_order_id, amount: money(amount_minor, currency), reason, reference, execute_after })
  const flow = (name: string, minor: number): Outflow => ({ account: name, amount: money(minor, currency), shop_order_id })
  if (held > 0) {
    const flows = [flow(account.hold(part.hold_id), held)]
    await shrinkHold(manager, part, held, at, line_item_id)
    await noteOutflows(manager, `refund:${id}:owed`, order_id, flows, at)
    await postWithin(manager, [oweHeldRefund({ id, order_id }, flows, reason)], at)
  }
  if (amount_minor > held) {
    const amount = money(amount_minor - held, currency)
    await noteOutflows(manager, `refund:${id}:recourse`, order_id, [flow(account.payable(part.merchant_id), amount.minor)], at)
    await postWithin(manager, [oweReleasedRefund({ id, order_id }, part.merchant_id, amount, reason)], at)
  }
  return id
}

export type WaitingRefund = { id: string; shop_order_id: string | null; state: RefundState; currency: string; reason: string; open_minor: number; execute_after: Instant; leased: boolean }

/** An order's refunds that are not executed yet, the oldest first, with what is still to be sent of each. */
export async function waitingRefunds(manager: SqlManager, orderId: string): Promise<WaitingRefund[]> {
  const rows = await manager.execute<Omit<WaitingRefund, "open_minor"> & { open_minor: string }>(
    `select r.id, r.shop_order_id, r.state, r.currency, r.reason, r.execute_after, coalesce(r.leased_until > clock_timestamp(), false) as leased,
       r.amount_minor - coalesce((select sum(m.amount_minor) from escrow_refund_part m where m.refund_id = r.id), 0) as open_minor
     from escrow_refund r where r.order_id = ? and r.state <> 'executed' order by r.created_at, r.id`,
    [orderId],
  )
  return rows.map((row) => ({ ...row, open_minor: minorOf(row.open_minor), execute_after: instantOf(row.execute_after) }))
}

export async function moveRefund(manager: SqlManager, id: string, event: RefundEvent, at: Instant, actor: Actor = cashier, reason?: string): Promise<void> {
  await moveWithin(manager, { table: "escrow_refund", history: "escrow_history", machine: refundMachine, ids: [id], event, at, actor, ...(reason ? { reason } : {}) })
}

/** A process that asks a provider has this long, on the machine's clock, before another may think that it has stopped. */
const LEASE_SECONDS = 60

/**
 * Takes a refund for execution by this process: of two at once, one gets it. One that another process is executing is
 * left alone, unless that has stopped. @returns what is still to be sent of it, in minor units, read under its lock; 0 when it is not ours
 * to execute
 */
export async function claimRefund(manager: SqlManager, id: string, at: Instant): Promise<number> {
  const [row] = await manager.execute<{ state: RefundState; leased: boolean }>(
    "select state, coalesce(leased_until > clock_timestamp(), false) as leased from escrow_refund where id = ? for update", [id],
  )
  if (!row || row.leased || row.state === "executed") return 0
  if (row.state !== "executing") await moveRefund(manager, id, "execute", at)
  const [open] = await manager.execute<{ minor: string }>(
    `update escrow_refund r set leased_until = clock_timestamp() + make_interval(secs => ?) where id = ?
     returning amount_minor - coalesce((select sum(p.amount_minor) from escrow_refund_part p where p.refund_id = r.id), 0) as minor`,
    [LEASE_SECONDS, id],
  )
  return minorOf(open?.minor ?? 0)
}

/** An attempt that failed waits longer each time: one minute, two, four … a day at most. */
export async function failRefund(manager: SqlManager, id: string, error: string, at: Instant): Promise<void> {
  await moveRefund(manager, id, "fail", at, cashier, error.slice(0, 500))
  await manager.execute(
    `update escrow_refund set attempts = attempts + 1, last_error = ?, leased_until = null,
       execute_after = ?::timestamptz + make_interval(mins => least(1440, power(2, least(attempts, 11))::int)) where id = ?`,
    [error.slice(0, 500), at, id],
  )
}

/** The refunds of Medusa that are in our books already, out of the given ones. */
export async function madeRefunds(manager: SqlManager, ids: string[]): Promise<Set<string>> {
  const rows = await manager.execute<{ id: string }>("select medusa_refund_id as id from escrow_made_refund where medusa_refund_id = any(array[?]::text[])", [ids])
  return new Set(rows.map((row) => row.id))
}

/** Writes a refund of Medusa into the books' list, once; `rule` says why it was booked as it was. @returns whether it was new */
export async function noteMade(manager: SqlManager, made: MadeRefund, rule: string, at: Instant): Promise<boolean> {
  const rows = await manager.execute(
    `insert into escrow_made_refund (medusa_refund_id, order_id, provider, currency, amount_minor, rule, at)
     values (?, ?, ?, ?, ?, ?, ?::timestamptz) on conflict do nothing returning medusa_refund_id`,
    [made.id, made.order_id, made.provider, made.amount.currency, made.amount.minor, rule, at],
  )
  return rows.length > 0
}

export type RefundPart = { id: string; minor: number }

/** Medusa has made what was due: it leaves the buyer's account, and a refund whose last part this is has been executed. */
export async function settleRefunds(manager: SqlManager, made: MadeRefund, parts: RefundPart[], at: Instant): Promise<void> {
  if (parts.length === 0) return
  await noteParts(manager, "medusa_refund_id", made.id, parts, at)
  const minor = parts.reduce((all, part) => all + part.minor, 0)
  await postWithin(manager, [refundExecuted(made, money(minor, made.amount.currency))], at)
}

/** Writes down what paid parts of refunds: a refund that Medusa made, or a chargeback. One that has all its parts is executed. */
export async function noteParts(manager: SqlManager, by: "medusa_refund_id" | "chargeback_id", id: string, parts: RefundPart[], at: Instant): Promise<void> {
  await manager.execute(
    `insert into escrow_refund_part (${by}, refund_id, amount_minor) select ?, p.id, p.minor from unnest(array[?]::text[], array[?]::bigint[]) as p(id, minor)`,
    [id, parts.map((part) => part.id), parts.map((part) => part.minor)],
  )
  const done = await manager.execute<{ id: string }>(
    `select r.id from escrow_refund r where r.id = any(array[?]::text[]) and r.state <> 'executed'
       and r.amount_minor <= (select sum(p.amount_minor) from escrow_refund_part p where p.refund_id = r.id)`,
    [parts.map((part) => part.id)],
  )
  const reason = by === "chargeback_id" ? `the bank took it back by chargeback ${id}` : undefined
  for (const refund of done) await moveRefund(manager, refund.id, "succeed", at, cashier, reason)
}
