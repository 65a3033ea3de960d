import type { SqlManager } from "../../adapters/ledger"
import { dayOf, type Day } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { MonthKind } from "../../domain/jalali"
import { money, sum, zero } from "../../domain/money"
import { changeOf, cutFrom, inForce, priceOf, type PaidPeriod } from "../../domain/rent-change"
import type { InvoicePurpose } from "../../domain/rental"
import { couponFor } from "./coupons"
import { firstUnearned } from "./earning"
import { leaseRow, periodsOf, type Moment } from "./lease-rows"
import { editionsOf, planOnOffer, type PlanEdition } from "./plans"
import { rentPolicyInForce } from "./policy"

/** What a merchant wants: a lease for a shop, a further term of it, or a better plan at once. */
export type Wish = {
  purpose: InvoicePurpose
  shop_id: string
  merchant_id: string
  /** Null only for a start. */
  lease_id: string | null
  plan: string
  term_months: number
  coupon: string | null
}

/** All that a change would cost and do, as plain JSON: what a quote promises and an invoice is issued by. */
export type Figures = {
  plan_version_id: string
  currency: string
  price_minor: number
  discount_minor: number
  credit_minor: number
  excess_minor: number
  net_minor: number
  tax_minor: number
  total_minor: number
  saving_minor: number
  coupon_id: string | null
  months: MonthKind
  as_of: Day
  starts_on: Day
  ends_on: Day
}

/**
 * What `wish` costs and does when it is paid at once. Nothing is written: a quote, an invoice and a renewal from the balance
 * all ask this, and it asks the rules that the payment itself runs.
 * @throws plan_not_found, term_not_offered, lease_not_found, lease_not_running, not_an_upgrade, coupon_not_valid, coupon_used_up,
 * money_wrong_currency, rent_credit_too_large
 */
export async function figuresFor(manager: SqlManager, wish: Wish, { at, zone }: Moment): Promise<Figures> {
  const edition = await planOnOffer(manager, wish.plan, at)
  const lease = wish.lease_id === null ? null : await leaseRow(manager, wish.lease_id)
  const periods = lease === null ? [] : await periodsOf(manager, lease.id)
  const months = lease?.months ?? (await rentPolicyInForce(manager)).months
  const { currency } = edition
  const day = await firstUnearned(manager, currency, dayOf(at, zone))

  if (wish.purpose === "upgrade") {
    if (lease?.state !== "active" && lease?.state !== "trial") refuse("lease_not_running", { id: wish.lease_id ?? "?" })
    await requireUpgrade(manager, periods, day, edition)
  }
  const cuts = wish.purpose === "upgrade" ? cutFrom(periods, day) : []
  const unused = cuts.length === 0 ? zero(currency) : sum(cuts.map((cut) => cut.credited), currency)
  const coupon = wish.coupon === null ? null : await couponFor(manager, { ...wish, code: wish.coupon, currency }, at)
  const priced = priceOf(edition, wish.term_months, coupon?.discount ?? null, unused)
  const { period } = changeOf({ purpose: wish.purpose, term_months: wish.term_months, months, ...priced }, periods, day)
  return {
    plan_version_id: edition.id, currency,
    price_minor: priced.price.minor, discount_minor: priced.discount.minor, credit_minor: priced.credit.minor, excess_minor: priced.excess.minor,
    net_minor: priced.net.minor, tax_minor: priced.tax.minor, total_minor: priced.total.minor, saving_minor: priced.saving.minor,
    coupon_id: coupon?.id ?? null, months, as_of: day, starts_on: period.starts_on, ends_on: period.ends_on,
  }
}

/** Up at once, down at the term's end (K15): what costs less would pay money back. @throws not_an_upgrade */
async function requireUpgrade(manager: SqlManager, periods: PaidPeriod[], day: Day, edition: PlanEdition): Promise<void> {
  const current = inForce(periods, day)
  if (!current) return
  const [now] = await editionsOf(manager, [current.plan_version_id])
  if (now && edition.tier <= now.tier) refuse("not_an_upgrade", { plan: edition.code, now: now.code })
}

/** The money of figures, for the rules. */
export const changeMoney = ({ currency, price_minor, credit_minor, net_minor, tax_minor }: Pick<Figures, "currency" | "price_minor" | "credit_minor" | "net_minor" | "tax_minor">) => ({
  price: money(price_minor, currency), credit: money(credit_minor, currency), net: money(net_minor, currency), tax: money(tax_minor, currency),
})
