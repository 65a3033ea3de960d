import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { chargebackTaken, takeInOrder, type Source } from "../../domain/refund-journals"
import { overpaid } from "./refund-reads"
import { noteParts, waitingRefunds, type Outflow } from "./refunds"
import { lockOrder, ownSources, sourceOf, standingOf } from "./standing"
import { takeFrom } from "./take-from"

export type Chargeback = { order_id: string; provider: string; reference: string; amount_minor: number; fee_minor: number }
/** `refund_id`: where the money was due to the buyer already. */
type Giver = Source & { shop_order_id: string | null; refund_id?: string }

/**
 * The bank has taken an order's payment back, and given it to the buyer: refunds that are due and not being sent are met by it
 * first, and what was paid beyond the order, so that nobody is paid twice. Then what the holds keep goes, then what was released
 * to the merchants, below zero if it must, then the marketplace's own income of the order, and the rest is its loss. The same
 * reference again changes nothing.
 * @returns the chargeback's id. @throws order_not_found, chargeback_too_large, chargeback_reference_used
 */
export async function recordChargeback(manager: SqlManager, given: Chargeback, at: Instant, actor: Actor): Promise<string> {
  await lockOrder(manager, given.order_id)
  const [known] = await manager.execute<{ id: string; order_id: string; amount_minor: string }>("select id, order_id, amount_minor from escrow_chargeback where reference = ?", [given.reference])
  if (known) {
    const same = known.order_id === given.order_id && minorOf(known.amount_minor) === given.amount_minor
    return same ? known.id : refuse("chargeback_reference_used", { reference: given.reference })
  }
  const [most] = await manager.execute<{ minor: string }>(
    `select coalesce((select sum(amount_minor) from escrow_capture where order_id = ? and provider = ?), 0)
       - coalesce((select sum(amount_minor) from escrow_chargeback where order_id = ? and provider = ? and state <> 'won'), 0)
       - coalesce((select sum(amount_minor) from escrow_made_refund where order_id = ? and provider = ?), 0) as minor`,
    [given.order_id, given.provider, given.order_id, given.provider, given.order_id, given.provider],
  )
  if (given.amount_minor > minorOf(most?.minor ?? 0)) refuse("chargeback_too_large", { most: minorOf(most?.minor ?? 0), amount: given.amount_minor })
  const standing = await standingOf(manager, given.order_id)
  const id = generateEntityId(undefined, "chbk")
  const amount = money(given.amount_minor, standing.currency)
  const due = await refundsToMeet(manager, given.order_id)
  const { shares: flows, rest } = takeInOrder<Giver>(amount, [
    ...due.map((refund) => [refund]),
    [{ account: account.suspense("overpaid"), minor: await overpaid(manager, given.order_id), shop_order_id: null }],
    standing.parts.map((part) => ({ ...sourceOf(part), shop_order_id: part.shop_order_id })),
    // A merchant with two shops in an order gives for each what that one was given.
    standing.parts.map((part) => ({ account: account.payable(part.merchant_id), minor: part.recoverable, shop_order_id: part.shop_order_id })),
    ownSources(standing).map((source) => ({ ...source, shop_order_id: null })),
  ])
  await manager.execute(
    `insert into escrow_chargeback (id, order_id, provider, reference, currency, amount_minor, fee_minor, recorded_by, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)`,
    [id, given.order_id, given.provider, given.reference, standing.currency, given.amount_minor, given.fee_minor, actor.id, at],
  )
  await noteParts(manager, "chargeback_id", id, flows.flatMap(({ refund_id, amount: { minor } }) => (refund_id ? [{ id: refund_id, minor }] : [])), at)
  const met = together(flows)
  const all: Outflow[] = rest.minor > 0 ? [...met, { account: "platform:loss", amount: rest, shop_order_id: null }] : met
  const cuts = await takeFrom(manager, standing, all, `chargeback:${id}`, at)
  await manager.execute("update escrow_chargeback set cuts = ?::jsonb where id = ?", [JSON.stringify(cuts), id])
  await postWithin(manager, [chargebackTaken({ id, provider: given.provider, order_id: given.order_id }, all, money(given.fee_minor, standing.currency))], at)
  return id
}

/** What several refunds of one part gave is one outflow of the buyer's account. */
function together(flows: Outflow[]): Outflow[] {
  const sums = new Map<string, Outflow>()
  for (const { account: name, shop_order_id, amount } of flows) {
    const key = `${name} ${shop_order_id ?? ""}`
    sums.set(key, { account: name, shop_order_id, amount: money((sums.get(key)?.amount.minor ?? 0) + amount.minor, amount.currency) })
  }
  return [...sums.values()]
}

/** The order's refunds that no process has asked a provider for: each a source of its own, the oldest first. */
async function refundsToMeet(manager: SqlManager, orderId: string): Promise<Giver[]> {
  await manager.execute("select id from escrow_refund where order_id = ? and state in ('due', 'failed') order by id for update", [orderId])
  const waiting = (await waitingRefunds(manager, orderId)).filter((refund) => refund.state !== "executing")
  return waiting.map((refund) => ({ account: account.refundDue(orderId), minor: refund.open_minor, shop_order_id: refund.shop_order_id, refund_id: refund.id }))
}
