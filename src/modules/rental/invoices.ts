import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { dayOf, endOfDay } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { zero } from "../../domain/money"
import { fiscalYearOf } from "../../domain/rent-policy"
import { invoiceMachine, leaseMachine } from "../../domain/rental"
import { noteCouponUse, useCoupon } from "./coupons"
import { figuresFor, type Figures, type Wish } from "./figures"
import { leaseRow, type Moment } from "./lease-rows"
import { settleInvoice } from "./payments"
import { rentPolicyInForce } from "./policy"

export type Issued = { lease_id: string; invoice_id: string }
/** Who rents, as the invoice names them for ever. */
export type Buyer = { name: string; identifier: string | null; address: string | null }
export type Terms = { buyer?: Buyer | null; expected?: Figures }

/**
 * Turns a wish into an invoice: a new lease for a start, else a further term or a better plan of one that is there. Where a
 * coupon or a credit covers it all, it is paid at once.
 * @param terms.expected what was quoted; with any other figure nothing is issued
 * @throws lease_already_exists (also for the second of two at once), invoice_already_open, quote_stale, and all that `figuresFor` refuses
 */
export async function issueInvoice(manager: SqlManager, wish: Wish, moment: Moment, { buyer = null, expected }: Terms = {}): Promise<Issued> {
  const lease_id = wish.lease_id ?? (await beginLease(manager, wish))
  if (wish.lease_id !== null) await leaseRow(manager, wish.lease_id, "for update")
  const figures = await figuresFor(manager, wish.purpose === "start" ? { ...wish, lease_id: null } : { ...wish, lease_id }, moment)
  if (expected && !sameFigures(expected, figures)) refuse("quote_stale")
  if (wish.purpose === "start") await manager.execute("update shop_lease set plan_version_id = ? where id = ?", [figures.plan_version_id, lease_id])
  const coupon = wish.coupon === null ? null : await useCoupon(manager, { ...wish, code: wish.coupon, currency: figures.currency }, moment.at)
  const invoice_id = await insertInvoice(manager, { ...wish, lease_id }, figures, moment, buyer)
  if (coupon !== null) await noteCouponUse(manager, coupon, invoice_id, wish.merchant_id, moment.at)
  // A lease becomes live only through an invoice, and from here on the shop's open one is this: nobody can overtake.
  const others = await manager.execute("select id from shop_lease where shop_id = ? and id <> ? and state <> 'ended'", [wish.shop_id, lease_id])
  if (others.length > 0) refuse("lease_already_exists", { shop_id: wish.shop_id })
  if (figures.total_minor === 0) await settleInvoice(manager, invoice_id, { by: "credit", paid: zero(figures.currency) }, moment)
  return { lease_id, invoice_id }
}

/** Figures are plain JSON; the database may hand their keys out in another order. */
export const sameFigures = (a: Figures, b: Figures): boolean =>
  (Object.keys(b) as (keyof Figures)[]).every((key) => a[key] === b[key])

async function beginLease(manager: SqlManager, { shop_id, merchant_id, plan }: Wish): Promise<string> {
  const policy = await rentPolicyInForce(manager)
  const [row] = await manager.execute<{ id: string }>(
    `insert into shop_lease (id, shop_id, merchant_id, plan_version_id, state, months, policy_version)
     select ?, ?, ?, v.id, ?, ?, ? from rent_plan_version v join rent_plan p on p.id = v.plan_id where p.code = ? and v.published_at is not null
     order by v.number desc limit 1 on conflict (shop_id) where state <> 'ended' do nothing returning id`,
    [generateEntityId(undefined, "lease"), shop_id, merchant_id, leaseMachine.initial, policy.months, policy.version, plan],
  )
  if (row) return row.id
  const [known] = await manager.execute(
    "select p.id from rent_plan p join rent_plan_version v on v.plan_id = p.id where p.code = ? and v.published_at is not null limit 1", [plan],
  )
  return known ? refuse("lease_already_exists", { shop_id }) : refuse("plan_not_found", { code: plan })
}

/** Under the next number of its fiscal year, taken in the same transaction: a refusal leaves no gap. */
async function insertInvoice(
  manager: SqlManager, wish: Wish & { lease_id: string }, figures: Figures, { at, zone }: Moment, buyer: Buyer | null,
): Promise<string> {
  const policy = await rentPolicyInForce(manager)
  // A credit is counted in days: tomorrow it would be another. A renewal costs the same whenever it is paid.
  const payableUntil = wish.purpose === "upgrade" ? endOfDay(figures.as_of, zone) : null
  const rows = await manager.execute<{ id: string }>(
    `with counted as (
       insert into rent_invoice_counter (fiscal_year, last) values (?, 1)
       on conflict (fiscal_year) do update set last = rent_invoice_counter.last + 1, updated_at = now() returning fiscal_year, last
     )
     insert into rent_invoice (id, fiscal_year, sequence, lease_id, shop_id, merchant_id, plan_version_id, purpose, state, term_months, currency,
       price_minor, discount_minor, credit_minor, excess_minor, net_minor, tax_minor, total_minor, as_of, payable_until, expire_at, coupon_id, buyer, policy_version, issued_at)
     select ?, fiscal_year, last, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::date, ?::timestamptz, ?::timestamptz, ?, ?::jsonb, ?, ?::timestamptz from counted
     on conflict (shop_id) where state = 'open' do nothing returning id`,
    [
      fiscalYearOf(dayOf(at, zone), policy.months), generateEntityId(undefined, "rinv"), wish.lease_id, wish.shop_id, wish.merchant_id,
      figures.plan_version_id, wish.purpose, invoiceMachine.initial, wish.term_months, figures.currency, figures.price_minor, figures.discount_minor,
      figures.credit_minor, figures.excess_minor, figures.net_minor, figures.tax_minor, figures.total_minor, figures.as_of, payableUntil, payableUntil,
      figures.coupon_id, buyer === null ? null : JSON.stringify(buyer), policy.version, at,
    ],
  )
  return rows[0]?.id ?? refuse("invoice_already_open", { shop_id: wish.shop_id })
}

/** Forgets who the merchants were, on their invoices too: the legal time is over (O9). The amounts stay in the books. */
export async function forgetBuyers(manager: SqlManager, merchantIds: string[]): Promise<void> {
  await manager.execute("update rent_invoice set buyer = null where merchant_id = any(array[?]::text[]) and buyer is not null", [merchantIds])
}
