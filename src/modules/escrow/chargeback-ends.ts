import { minorOf } from "../../adapters/columns"
import { failpoint } from "../../adapters/failpoint"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { chargebackMachine, chargebackPassedOn, chargebackWon, giveBack, type ChargebackState, type Cut, type GivenBack, type PassedOn } from "../../domain/chargeback"
import { refuse } from "../../domain/errors"
import { holdMachine, type ParcelState } from "../../domain/escrow"
import { money } from "../../domain/money"
import { oweHeldRefund } from "../../domain/refund-journals"
import { noteFollowups } from "./following"
import { dueRefund, noteOutflows, type Outflow } from "./refunds"
import { lockOrder } from "./standing"

export type ChargebackEnd = { id: string; reference: string; note: string }

const history = "escrow_history"
type Row = { id: string; order_id: string; provider: string; currency: string; state: ChargebackState; end_reference: string | null; cuts: Cut[]; at: string }
/** A line with its part: what giving money back to it changes. */
type LinePart = { line_item_id: string; shop_order_id: string; hold_id: string; merchant_id: string; units: number }
type Returned = GivenBack & LinePart

/**
 * The bank gives a payment back: every account gets what it gave (the fee stays spent), and what the holds gave follows
 * its units. States, amounts and journals are the caller's one transaction. The same end again changes nothing.
 * @returns the order's id. @throws chargeback_not_found, wrong_state
 */
export async function winChargeback(manager: SqlManager, end: ChargebackEnd, at: Instant, actor: Actor): Promise<string> {
  const row = await lockChargeback(manager, end.id)
  if (row.state === "won" && row.end_reference === end.reference) return row.order_id
  await noteEnd(manager, end, "win", at, actor)
  const { id, order_id, currency } = row
  const flows = await flowsOf(manager, id, currency)
  const returned = await returnedUnits(manager, row.cuts)
  await growPieces(manager, returned, at)
  await holdAgain(manager, returned, id, at, actor)
  await noteOutflows(manager, `chargeback:${id}:mirror`, order_id, flows.map((flow) => ({ ...flow, amount: { ...flow.amount, minor: -flow.amount.minor } })), at)
  const passed = await passOn(manager, row, returned, at)
  await dueAgain(manager, row, flows, at)
  await postWithin(manager, [chargebackWon(row, flows, currency, end.note), ...(passed.length > 0 ? [chargebackPassedOn(id, passed)] : [])], at)
  await ownAgain(manager, row, flows, at)
  // What was paid beyond the order waits again: whoever settles the order with Medusa finds out whether it is owed.
  if (flows.some((flow) => flow.account === account.suspense("overpaid"))) await noteFollowups(manager, [order_id])
  failpoint("chargeback-won-before-commit")
  return order_id
}

/** The bank keeps the payment: nothing moves, and it can never be won. @returns the order's id. @throws chargeback_not_found, wrong_state */
export async function loseChargeback(manager: SqlManager, end: ChargebackEnd, at: Instant, actor: Actor): Promise<string> {
  const row = await lockChargeback(manager, end.id)
  if (row.state === "lost" && row.end_reference === end.reference) return row.order_id
  await noteEnd(manager, end, "lose", at, actor)
  return row.order_id
}

/** Locks the order, then reads the chargeback: an end that another has just written is seen. @throws chargeback_not_found */
async function lockChargeback(manager: SqlManager, id: string): Promise<Row> {
  const [found] = await manager.execute<{ order_id: string }>("select order_id from escrow_chargeback where id = ?", [id])
  if (!found) refuse("chargeback_not_found", { id })
  await lockOrder(manager, found.order_id)
  const [row] = await manager.execute<Row>("select id, order_id, provider, currency, state, end_reference, cuts, at from escrow_chargeback where id = ?", [id])
  return row ?? refuse("chargeback_not_found", { id })
}

async function noteEnd(manager: SqlManager, { id, reference, note }: ChargebackEnd, event: "win" | "lose", at: Instant, actor: Actor): Promise<void> {
  await moveWithin(manager, { table: "escrow_chargeback", history, machine: chargebackMachine, ids: [id], event, at, actor, reason: note, stamp: "ended_at" })
  await manager.execute("update escrow_chargeback set end_reference = ?, end_note = ? where id = ?", [reference, note, id])
}

/** What the chargeback took from each account. */
async function flowsOf(manager: SqlManager, id: string, currency: string): Promise<Outflow[]> {
  const rows = await manager.execute<{ account: string; amount_minor: string; shop_order_id: string | null }>(
    "select account, amount_minor, shop_order_id from escrow_outflow where journal_key = ? order by account, shop_order_id", [`chargeback:${id}`],
  )
  return rows.map(({ amount_minor, ...row }) => ({ ...row, amount: money(minorOf(amount_minor), currency) }))
}

async function returnedUnits(manager: SqlManager, cuts: Cut[]): Promise<Returned[]> {
  const ids = [...new Set(cuts.map((cut) => cut.line_item_id))]
  const lines = await manager.execute<LinePart>(
    `select l.line_item_id, l.shop_order_id, h.id as hold_id, h.merchant_id, case when l.cancelled_at is null then l.quantity else 0 end as units
     from shop_order_line l join escrow_hold h on h.shop_order_id = l.shop_order_id where l.line_item_id = any(array[?]::text[]) order by l.line_item_id`,
    [ids],
  )
  const items = await manager.execute<{ line_item_id: string; parcel_id: string; state: ParcelState; quantity: number }>(
    `select i.line_item_id, i.parcel_id, p.state, i.quantity from escrow_parcel_item i join escrow_parcel p on p.id = i.parcel_id
     where i.line_item_id = any(array[?]::text[]) and p.state <> 'discarded' order by i.parcel_id`,
    [ids],
  )
  const now = lines.map(({ line_item_id, units }) => {
    const parcels = items.filter((item) => item.line_item_id === line_item_id)
    return { line_item_id, parcels, loose: Math.max(0, units - parcels.reduce((all, item) => all + item.quantity, 0)) }
  })
  return giveBack(cuts, now).flatMap((back) => lines.filter((line) => line.line_item_id === back.line_item_id).map((line) => ({ ...line, ...back })))
}

/** Lines, parcels and holds are what they were again; what cancelled units gave belongs to none of them. */
async function growPieces(manager: SqlManager, returned: Returned[], at: Instant): Promise<void> {
  const grown = returned.filter((each) => each.parcel_id !== null || each.to === "hold")
  const grow = (table: string, key: string, rows: { id: string; minor: number }[]) =>
    manager.execute(
      `update ${table} t set amount_minor = t.amount_minor + g.minor, updated_at = ?::timestamptz from (
         select id, sum(minor) as minor from unnest(array[?]::text[], array[?]::bigint[]) as r(id, minor) group by id) g where t.${key} = g.id`,
      [at, rows.map((row) => row.id), rows.map((row) => row.minor)],
    )
  const boxed = grown.flatMap(({ parcel_id, line_item_id, minor }) => (parcel_id === null ? [] : [{ id: parcel_id, line_item_id, minor }]))
  await manager.execute(
    `update escrow_parcel_item i set amount_minor = i.amount_minor + g.minor
     from unnest(array[?]::text[], array[?]::text[], array[?]::bigint[]) as g(parcel, line, minor) where i.parcel_id = g.parcel and i.line_item_id = g.line`,
    [boxed.map((each) => each.id), boxed.map((each) => each.line_item_id), boxed.map((each) => each.minor)],
  )
  await grow("escrow_parcel", "id", boxed)
  await grow("shop_order_line", "line_item_id", grown.map((each) => ({ id: each.line_item_id, minor: each.minor })))
  await grow("escrow_hold", "id", grown.map((each) => ({ id: each.hold_id, minor: each.minor })))
  await grow("shop_order", "id", grown.map((each) => ({ id: each.shop_order_id, minor: each.minor })))
}

/** A hold in which money waits again is held, also when it had been finished meanwhile. */
async function holdAgain(manager: SqlManager, returned: Returned[], id: string, at: Instant, actor: Actor): Promise<void> {
  const ids = returned.filter((each) => each.to === "hold").map((each) => each.hold_id)
  await moveWithin(manager, { table: "escrow_hold", history, machine: holdMachine, ids, event: "fund", at, actor, reason: `chargeback ${id} won` })
}

/** What the chargeback had met is due to the buyer as before: now it is the marketplace that has the money again. */
async function dueAgain(manager: SqlManager, { id, order_id }: Row, flows: Outflow[], at: Instant): Promise<void> {
  const reason = `the bank took back what had met it, by chargeback ${id}`
  for (const { shop_order_id, amount } of flows.filter((flow) => flow.account === account.refundDue(order_id))) {
    await dueRefund(manager, { order_id, shop_order_id, amount, reason, reference: null, execute_after: at })
  }
}

/** What the marketplace's own income gave is its own again; where all of the order was cancelled meanwhile, it is the buyer's. */
async function ownAgain(manager: SqlManager, { id, order_id, currency, at: taken_at }: Row, flows: Outflow[], at: Instant): Promise<void> {
  const minorOfOwn = (name: string) => flows.reduce((all, flow) => all + (flow.account === name ? flow.amount.minor : 0), 0)
  const [income, tax] = [minorOfOwn(account.orderIncome), minorOfOwn(account.taxDue)]
  if (income + tax === 0) return
  const cancelled = await manager.execute("select id from escrow_cancellation where order_id = ? and whole and at >= ?::timestamptz limit 1", [order_id, taken_at])
  if (cancelled.length === 0) {
    await manager.execute(
      "update escrow_order set own_income_minor = own_income_minor + ?, own_tax_minor = own_tax_minor + ?, updated_at = ?::timestamptz where order_id = ?", [income, tax, at, order_id],
    )
    return
  }
  const reason = "the bank gave a charged back payment back"
  const own = flows.filter((flow) => flow.account === account.orderIncome || flow.account === account.taxDue)
  const refund = await dueRefund(manager, { order_id, shop_order_id: null, amount: money(income + tax, currency), reason, reference: `chargeback:${id}`, execute_after: at })
  await noteOutflows(manager, `refund:${refund}:owed`, order_id, own, at)
  await postWithin(manager, [oweHeldRefund({ id: refund, order_id }, own, reason)], at)
}

/** What does not stay in its hold leaves it at once: to the merchant, or back to the buyer. @returns it, one share for each hold and side */
async function passOn(manager: SqlManager, { id, order_id, currency }: Row, returned: Returned[], at: Instant): Promise<PassedOn[]> {
  const passed = new Map<string, PassedOn & { shop_order_id: string }>()
  const cancelled = new Map<string, Outflow>()
  for (const { hold_id, merchant_id, shop_order_id, parcel_id, to, minor } of returned) {
    if (to === "hold") continue
    const known = passed.get(`${hold_id}/${to}`)?.amount.minor ?? 0
    passed.set(`${hold_id}/${to}`, { hold_id, merchant_id, order_id, shop_order_id, to, amount: money(known + minor, currency) })
    if (parcel_id !== null) continue
    const before = cancelled.get(hold_id)?.amount.minor ?? 0
    cancelled.set(hold_id, { account: account.hold(hold_id), shop_order_id, amount: money(before + minor, currency) })
  }
  await noteOutflows(manager, `chargeback:${id}:passed_on`, order_id, [...cancelled.values()], at)
  for (const { to, shop_order_id, amount } of passed.values()) {
    if (to === "buyer") await dueRefund(manager, { order_id, shop_order_id, amount, reason: "the bank gave a charged back payment back", reference: `chargeback:${id}`, execute_after: at })
  }
  return [...passed.values()]
}
