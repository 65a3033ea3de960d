import { addDays, daysBetween, type Day } from "./calendar"
import { account } from "./chart"
import { refuse } from "./errors"
import { addMonths, type MonthKind } from "./jalali"
import { journal, type Journal } from "./journal"
import { floorDivide, money, subtract, type Money } from "./money"

/**
 * One paid term of a lease, from `starts_on` up to, not including, `ends_on`. It ends `anchored_months` months after
 * `anchored_on`, so that the month of a renewal is counted from the first day and loses none.
 */
export type Period = { starts_on: Day; ends_on: Day; anchored_on: Day; anchored_months: number }

/**
 * The period that paying for `term_months` on `day` appends: at the end of the one that still runs, or from `day` on
 * with a new anchor; never before `firstDay`, the first whose rent is not yet in the books.
 * @throws bad_day, bad_months
 */
export function nextPeriod(last: Period | null, day: Day, term_months: number, months: MonthKind, firstDay: Day = day): Period {
  const earliest = firstDay > day ? firstDay : day
  const follows = last !== null && last.ends_on >= earliest
  const starts_on = follows ? last.ends_on : earliest
  const anchored_on = follows ? last.anchored_on : earliest
  const anchored_months = (follows ? last.anchored_months : 0) + term_months
  return { starts_on, ends_on: addMonths(anchored_on, anchored_months, months), anchored_on, anchored_months }
}

/**
 * What is earned of `price` once `days_passed` of a period's `days` have passed: the exact share rounded down, so that
 * the days sum to the whole. @throws bad_days
 */
export function earnedUntil(price: Money, days: number, days_passed: number): Money {
  if (!Number.isInteger(days) || days < 1) refuse("bad_days", { count: days })
  const passed = Math.min(Math.max(days_passed, 0), days)
  return money(floorDivide(BigInt(price.minor) * BigInt(passed), BigInt(days)), price.currency)
}

/** A period's price and how it is earned. One cut short gives `credited` back and ends with the day before `cut_on`. */
export type Schedule = { starts_on: Day; ends_on: Day; price: Money; cut_on: Day | null; credited: Money }

/**
 * What is earned by the end of `day`. On the day of a cut falls what rounding left over. The database's function
 * `rent_earned_through` is this one; a test holds the two together.
 */
export function earnedThrough({ starts_on, ends_on, price, cut_on, credited }: Schedule, day: Day): Money {
  if (cut_on !== null && day >= cut_on) return subtract(price, credited)
  return earnedUntil(price, daysBetween(starts_on, ends_on), daysBetween(starts_on, day) + 1)
}

/** A lease's share of the rent earned on `day`, also before and after the period, where it is nothing. */
export const earnedOn = (schedule: Schedule, day: Day): Money =>
  subtract(earnedThrough(schedule, day), earnedThrough(schedule, addDays(day, -1)))

export type PaidInvoice = { id: string; number: string; net: Money; tax: Money }

/**
 * A merchant has paid its rent: the marketplace has yet to earn it, and owes the tax (K8). The money stands at a provider,
 * in a bank, or is taken from what is payable to the merchant.
 */
export const rentPaid = (invoice: PaidInvoice, from: string): Journal =>
  journal(`rent:${invoice.id}:paid`, "rent_paid", `rent invoice ${invoice.number} paid`, [
    { from, to: account.rentDeferred, amount: invoice.net },
    { from, to: account.taxDue, amount: invoice.tax },
  ])

export type Surplus = { id: string; number: string; merchant_id: string; amount: Money }

/** What came for an invoice that was paid or withdrawn meanwhile is the merchant's. `id` is that of the capture or of the report. */
export const rentSurplus = ({ id, number, merchant_id, amount }: Surplus, from: string): Journal =>
  journal(`rent:${id}:surplus`, "rent_surplus", `came for rent invoice ${number} when it was not open any more`, [
    { from, to: account.payable(merchant_id), amount },
  ])

export type CreditNote = PaidInvoice & { merchant_id: string }

/** Rent that was paid and will not be earned is the merchant's again, with its tax. */
export const rentCredited = (note: CreditNote): Journal =>
  journal(`rent:${note.id}:credit`, "rent_credited", `credit note ${note.number}`, [
    { from: account.rentDeferred, to: account.payable(note.merchant_id), amount: note.net },
    { from: account.taxDue, to: account.payable(note.merchant_id), amount: note.tax },
  ])

/** A day of rent has passed: what all leases of a currency earned on it, in one journal. @throws journal_empty */
export const rentEarned = (currency: string, day: Day, minor: number): Journal =>
  journal(`rent:${currency}:earned:${day}`, "rent_earned", `rent of ${day}`, [
    { from: account.rentDeferred, to: account.rentEarned, amount: money(minor, currency) },
  ])
