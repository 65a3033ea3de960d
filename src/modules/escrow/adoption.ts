import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system, type Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { money, type Money } from "../../domain/money"
import {
  explainRefund, oweHeldRefund, refundUnexplained, suspenseMachine, suspenseResolved, takeInOrder, type MadeRefund, type SuspenseState,
} from "../../domain/refund-journals"
import { freeBeyond, giveBeyond } from "./beyond"
import { oweClaimed } from "./claimed"
import { dueRefund, madeRefunds, noteMade, settleRefunds, waitingRefunds, type Outflow, type RefundPart } from "./refunds"
import { takeFrom } from "./take-from"
import { lockOrder, ownSources, sourceOf, standingOf, type Standing } from "./standing"

/** How a refund that Medusa has made was booked; kept beside it, so that nobody need guess. */
export type AdoptionRule = "was_due" | "claimed" | "held_parts" | "unexplained"

/**
 * Books a refund that Medusa has made, once. What was due is executed by it, `wanted` first and then the oldest; the rest
 * was an operator's idea: the parts of which something was claimed or sent back give it, then what the buyer paid beyond the
 * order, the holds that keep money, and the marketplace's own income of the order; what none explains is nobody's yet, and waits in the queue.
 * @returns the rule, or null when it was in the books already
 */
export async function bookRefund(manager: SqlManager, made: MadeRefund, wanted: string | null, at: Instant): Promise<AdoptionRule | null> {
  await lockOrder(manager, made.order_id)
  if ((await madeRefunds(manager, [made.id])).has(made.id)) return null
  const due = await waitingRefunds(manager, made.order_id)
  let rest = made.amount.minor
  const parts: RefundPart[] = []
  for (const refund of [...due.filter((each) => each.id === wanted), ...due.filter((each) => each.id !== wanted)]) {
    const minor = Math.min(rest, refund.open_minor)
    if (minor > 0) parts.push({ id: refund.id, minor })
    rest -= minor
  }
  const claimed = rest > 0 ? await oweClaimed(manager, made, rest, at) : []
  parts.push(...claimed)
  rest -= claimed.reduce((all, each) => all + each.minor, 0)
  const more = rest > 0 ? await oweMore(manager, made, money(rest, made.amount.currency), at) : null
  if (more) parts.push({ id: more, minor: rest })
  const rule = more ? "held_parts" : rest > 0 ? "unexplained" : claimed.length > 0 ? "claimed" : "was_due"
  await noteMade(manager, made, rule, at)
  await settleRefunds(manager, made, parts, at)
  if (rule !== "unexplained") return rule

  const amount = money(rest, made.amount.currency)
  await postWithin(manager, [refundUnexplained(made, amount)], at)
  await suspend(manager, { order_id: made.order_id, source: "refund", reference: made.id, amount, note: "A refund in Medusa of money that was already released." }, at)
  return rule
}

/** Makes an operator's refund due after the fact, out of what the order still keeps. @returns its id, or null when nothing explains it */
async function oweMore(manager: SqlManager, made: MadeRefund, amount: Money, at: Instant): Promise<string | null> {
  const reason = "refunded on Medusa's order page"
  const { order_id } = made
  const standing = await standingOf(manager, order_id)
  const beyond = { account: account.suspense("overpaid"), minor: await freeBeyond(manager, order_id) }
  const shares = explainRefund(amount, [beyond], standing.parts.map(sourceOf), ownSources(standing))
  if (!shares) return null
  const flows = shares.map((share) => ({ ...share, shop_order_id: partOf(standing, share.account) }))
  const id = await dueRefund(manager, { order_id, shop_order_id: null, amount, reason, reference: null, execute_after: at })
  await takeFrom(manager, standing, flows, `refund:${id}:owed`, at)
  await postWithin(manager, [oweHeldRefund({ id, order_id }, flows, reason)], at)
  return id
}

const partOf = (standing: Standing, name: string): string | null =>
  standing.parts.find((part) => account.hold(part.hold_id) === name)?.shop_order_id ?? null

export type Suspended = { order_id: string; source: "refund" | "edit" | "return" | "claim" | "exchange" | "delivery" | "payment"; reference: string; amount: Money; note: string }

/** Puts something that no rule explains into the operators' queue, once for each `reference`. */
export async function suspend(manager: SqlManager, { order_id, source, reference, amount, note }: Suspended, at: Instant): Promise<void> {
  await manager.execute(
    `insert into escrow_suspense (id, order_id, state, source, reference, currency, amount_minor, note, found_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz) on conflict do nothing`,
    [generateEntityId(undefined, "susp"), order_id, suspenseMachine.initial, source, reference, amount.currency, amount.minor, note, at],
  )
}

/** Closes an order's open items whose references begin so: what they are about is over. It is queued anew when it comes again. */
export async function closeItems(manager: SqlManager, orderId: string, beginning: string, resolution: string, at: Instant): Promise<void> {
  const rows = await manager.execute<{ id: string }>("select id from escrow_suspense where order_id = ? and state = 'open' and starts_with(reference, ?)", [orderId, beginning])
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return
  await moveWithin(manager, { table: "escrow_suspense", history: "escrow_history", machine: suspenseMachine, ids, event: "resolve", at, actor: system("bookkeeper"), reason: resolution })
  await manager.execute("update escrow_suspense set resolution = ?, reference = reference || ':' || id where id = any(array[?]::text[])", [resolution, ids])
}

export type Resolving = { id: string; bearer: "merchant" | "marketplace" | "order_income" | "nobody"; shop_order_id?: string; note: string }

/** How much was paid that nothing explains, where an item of the queue is about that: its reference ends with it. */
const paidBeyondIn = (reference: string): number => (reference.startsWith("beyond:") ? Number(reference.split(":").at(-1)) : 0)

/**
 * An operator says whose money an unexplained refund was: a merchant's (its hold's first, then its payable, below zero
 * if it must), the order's own income, or the marketplace's loss; or whose a payment is that nothing explains: a merchant's, or the
 * order's own income. An item without money is only ticked off.
 * @returns the order. @throws suspense_not_found, wrong_state, shop_order_not_found, suspense_bearer_wrong
 */
export async function resolveSuspense(manager: SqlManager, resolving: Resolving, at: Instant, actor: Actor): Promise<string> {
  const { id, bearer, note } = resolving
  const [item] = await manager.execute<{ order_id: string; state: SuspenseState; reference: string; currency: string; amount_minor: string }>(
    "select order_id, state, reference, currency, amount_minor from escrow_suspense where id = ?", [id],
  )
  if (!item) refuse("suspense_not_found", { id })
  await lockOrder(manager, item.order_id)
  await moveWithin(manager, { table: "escrow_suspense", history: "escrow_history", machine: suspenseMachine, ids: [id], event: "resolve", at, actor, reason: note })
  // What stands in Medusa's way is told again when it still does.
  await manager.execute("update escrow_suspense set resolution = ?, reference = case when starts_with(reference, 'follow:') then reference || ':' || id else reference end where id = ?", [`${bearer}: ${note}`, id])
  const paid = paidBeyondIn(item.reference)
  if (paid > 0 && (bearer === "merchant" || bearer === "order_income")) {
    await giveBeyond(manager, item.order_id, { bearer, shop_order_id: resolving.shop_order_id }, paid, at)
    return item.order_id
  }
  const amount = money(minorOf(item.amount_minor), item.currency)
  if ((amount.minor === 0) !== (bearer === "nobody")) refuse("suspense_bearer_wrong", { bearer })
  if (amount.minor === 0) return item.order_id
  const standing = await standingOf(manager, item.order_id)
  const flows = bearer === "merchant" ? merchantShares(standing, resolving.shop_order_id, amount)
    : [{ account: bearer === "marketplace" ? "platform:loss" : account.orderIncome, amount, shop_order_id: null }]
  await takeFrom(manager, standing, flows, `suspense:${id}:resolved`, at)
  await postWithin(manager, [suspenseResolved({ id }, flows, note)], at)
  return item.order_id
}

/** What one merchant gives back for its part: what is still held of it, then what it was paid. @throws shop_order_not_found */
function merchantShares(standing: Standing, shopOrderId: string | undefined, amount: Money): Outflow[] {
  const part = standing.parts.find((each) => each.shop_order_id === shopOrderId) ?? refuse("shop_order_not_found", { id: shopOrderId ?? "?" })
  const { shares, rest } = takeInOrder(amount, [[sourceOf(part)]])
  return [...shares, { account: account.payable(part.merchant_id), amount: rest }]
    .filter((share) => share.amount.minor > 0).map((share) => ({ ...share, shop_order_id: part.shop_order_id }))
}
