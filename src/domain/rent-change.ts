import { addDays, daysBetween, type Day } from "./calendar"
import { refuse } from "./errors"
import { addMonths, type MonthKind } from "./jalali"
import { add, floorDivide, money, portion, subtract, sum, zero, type Money } from "./money"
import { nextPeriod, type Period } from "./rent-period"
import { rentQuote, type InvoicePurpose, type Tariff } from "./rental"

/** A paid term with the money that was really paid for it and the tax on that money; null `cut_on`: it still runs or will. */
export type PaidPeriod = Period & { id: string; plan_version_id: string; invoice_id: string | null; price: Money; tax: Money; cut_on: Day | null }

/** A period that ends early: what was not used of its price and of its tax is free for what comes next. */
export type Cut = { period_id: string; cut_on: Day; credited: Money; credited_tax: Money }

/** The longest single period, in days; a credit that would buy more is spent on a longer term. */
export const LONGEST_PERIOD = 3_660

/** `part` of `whole` parts of an amount, rounded down. */
const share = (amount: Money, part: number, whole: number): Money =>
  money(whole === 0 ? 0 : floorDivide(BigInt(amount.minor) * BigInt(part), BigInt(whole)), amount.currency)

const lives = (period: PaidPeriod, day: Day): boolean => period.cut_on === null && period.ends_on > day

/**
 * Cuts what is still paid ahead of `day`, the running period and those after it: of each, unused days × price really paid
 * ÷ days of the period, rounded down (K15).
 */
export const cutFrom = (periods: PaidPeriod[], day: Day): Cut[] =>
  periods.filter((period) => lives(period, day)).map((period) => {
    const cut_on = period.starts_on > day ? period.starts_on : day
    const credited = share(period.price, daysBetween(cut_on, period.ends_on), daysBetween(period.starts_on, period.ends_on))
    return { period_id: period.id, cut_on, credited, credited_tax: share(period.tax, credited.minor, period.price.minor) }
  })

/**
 * What a merchant may give up on `day` without losing money: the terms after the last one that money was paid for.
 * `whole`: nothing paid is left, so that the lease ends with them.
 */
export function freeFrom(periods: PaidPeriod[], day: Day): { cuts: Cut[]; whole: boolean } {
  const cuts = cutFrom(periods, day).sort((a, b) => (a.cut_on < b.cut_on ? -1 : 1))
  const paid = cuts.map((cut) => cut.credited.minor > 0).lastIndexOf(true)
  return { cuts: cuts.slice(paid + 1), whole: paid < 0 }
}

/** What a coupon takes off: a part of the price, or an amount. */
export type Discount = { basis_points: number } | { amount: Money }

/** What a discount takes off `price`. What is left to pay rounds down, and is never below nothing. @throws money_wrong_currency */
export function discountOf(price: Money, discount: Discount | null): Money {
  if (discount === null) return zero(price.currency)
  if ("basis_points" in discount) return subtract(price, portion(price, 10_000 - discount.basis_points))
  return subtract(price, discount.amount).minor < 0 ? price : discount.amount
}

/** The money of a change, line by line: price − discount − credit = net; net + tax = total. */
export type Priced = {
  price: Money
  discount: Money
  /** What is used of the money left from before; what is left even then is the excess, which buys days (K15). */
  credit: Money
  excess: Money
  net: Money
  tax: Money
  total: Money
  /** The price, against paying the same time month by month. */
  saving: Money
}

/** What a term costs whoever brings `unused` money along. @throws term_not_offered, money_wrong_currency */
export function priceOf(tariff: Tariff, term_months: number, discount: Discount | null, unused: Money): Priced {
  const { net: price, saving } = rentQuote(tariff, term_months)
  const off = discountOf(price, discount)
  const due = subtract(price, off)
  const credit = subtract(due, unused).minor < 0 ? due : unused
  const net = subtract(due, credit)
  const tax = portion(net, tariff.tax_basis_points)
  return { price, discount: off, credit, excess: subtract(unused, credit), net, tax, total: add(net, tax), saving }
}

/** What an invoice fixes of the change that follows its payment. */
export type ChangeTerms = {
  purpose: InvoicePurpose
  term_months: number
  months: MonthKind
  price: Money
  credit: Money
  net: Money
  tax: Money
}

/** The periods that end early, and the one that begins with its money: nothing is lost in between. */
export type Change = { cuts: Cut[]; period: Period & { price: Money; tax: Money } }

/**
 * What paying on `day` does to a lease; `day` is the first whose rent is not yet in the books. A quote and the payment
 * itself both ask this, so that what was quoted is what happens.
 * - A start or a renewal appends a period and touches no other.
 * - An upgrade cuts what runs, and begins anew at once with what was left of it. On the day of its invoice its credit pays what the
 *   invoice says, and an excess buys days. Paid later, as when a bank was looked at the next morning, it lasts as long as the money
 *   left by then buys at its price: nobody pays for days that are over, and nobody gains by waiting.
 * @throws rent_credit_too_large
 */
export function changeOf(terms: ChangeTerms, periods: PaidPeriod[], day: Day): Change {
  if (terms.purpose !== "upgrade") {
    const period = nextPeriod(lastOf(periods), day, terms.term_months, terms.months)
    return { cuts: [], period: { ...period, price: terms.net, tax: terms.tax } }
  }
  const cuts = cutFrom(periods, day)
  const carried = sum(cuts.map((cut) => cut.credited), terms.net.currency)
  const whole = addMonths(day, terms.term_months, terms.months)
  // The excess, on the day of the invoice; later what the credit has lost comes off.
  const more = floorDivide(BigInt(carried.minor - terms.credit.minor) * BigInt(daysBetween(day, whole)), BigInt(terms.price.minor))
  if (daysBetween(day, whole) + more > LONGEST_PERIOD) refuse("rent_credit_too_large")
  const ends_on = later(addDays(whole, more), addDays(day, 1))
  const carriedTax = sum(cuts.map((cut) => cut.credited_tax), terms.net.currency)
  // Longer than its months, it is counted on from its own end: the next renewal must not swallow the days.
  const anchor = ends_on === whole ? { anchored_on: day, anchored_months: terms.term_months } : { anchored_on: ends_on, anchored_months: 0 }
  return { cuts, period: { starts_on: day, ends_on, ...anchor, price: add(terms.net, carried), tax: add(terms.tax, carriedTax) } }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

/** The period that a lease ends with, as far as it is paid; cut ones do not count. */
export const lastOf = (periods: PaidPeriod[]): PaidPeriod | null =>
  periods.filter((period) => period.cut_on === null).reduce<PaidPeriod | null>((last, each) => (last && last.ends_on >= each.ends_on ? last : each), null)

/** Whether a period was cut before it began: nothing of it ever counts. */
const neverRan = (period: PaidPeriod): boolean => period.cut_on !== null && period.cut_on <= period.starts_on

/** The first day that a lease is not paid for: of one that was given back before it ran, the day it was to begin; null before anything was paid. */
export function paidUntil(periods: PaidPeriod[]): Day | null {
  const ends = periods.filter((period) => !neverRan(period)).map((period) => period.cut_on ?? period.ends_on)
  const givenBack = periods.filter(neverRan).map((period) => period.starts_on)
  return ends.sort().at(-1) ?? givenBack.sort()[0] ?? null
}

/** The period whose plan is in force on `day`: the last one begun, also in grace after it; else the first that will begin. */
export function inForce(periods: PaidPeriod[], day: Day): PaidPeriod | null {
  const real = periods.filter((period) => !neverRan(period))
  const begun = real.filter((period) => period.starts_on <= day)
  const latest = begun.reduce<PaidPeriod | null>((last, each) => (last && last.starts_on > each.starts_on ? last : each), null)
  return latest ?? real[0] ?? null
}

/** The next day on which another plan comes into force: a downgrade's first day. Null when none is paid for. */
export function nextTurn(periods: PaidPeriod[], day: Day): Day | null {
  const now = inForce(periods, day)?.plan_version_id
  const days = periods.filter((period) => period.cut_on === null && period.starts_on > day && period.plan_version_id !== now).map((period) => period.starts_on)
  return days.sort()[0] ?? null
}

export type Relaid = Period & { plan_version_id: string; invoice_id: string | null; price: Money; tax: Money }

/**
 * Gives back days that a merchant lost to a suspension found wrong: what is paid ahead of `day` ends `count` days later,
 * its money spread over the longer time, so that the rent earned in all stays what was paid. A lease that has run out
 * meanwhile gets the days anew, for nothing.
 * @throws bad_days
 */
export function giveBack(periods: PaidPeriod[], day: Day, count: number): { cuts: Cut[]; periods: Relaid[] } {
  if (!Number.isInteger(count) || count < 1 || count > 366) refuse("bad_days", { count })
  const living = periods.filter((period) => lives(period, day)).sort((a, b) => (a.starts_on < b.starts_on ? -1 : 1))
  const cuts = cutFrom(living, day)
  const last = periods[periods.length - 1]
  if (living.length === 0) {
    if (!last) return { cuts: [], periods: [] }
    const nothing = zero(last.price.currency)
    return { cuts: [], periods: [{ ...anchoredAtEnd(day, addDays(day, count)), plan_version_id: last.plan_version_id, invoice_id: null, price: nothing, tax: nothing }] }
  }
  return {
    cuts,
    periods: living.map((period, index) => {
      const { credited: price, credited_tax: tax } = cuts[index] ?? { credited: zero(period.price.currency), credited_tax: zero(period.price.currency) }
      const starts_on = index === 0 ? later(period.starts_on, day) : addDays(period.starts_on, count)
      return { ...anchoredAtEnd(starts_on, addDays(period.ends_on, count)), plan_version_id: period.plan_version_id, invoice_id: period.invoice_id, price, tax }
    }),
  }
}

const anchoredAtEnd = (starts_on: Day, ends_on: Day): Period => ({ starts_on, ends_on, anchored_on: ends_on, anchored_months: 0 })
