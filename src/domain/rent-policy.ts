import { addDays, startOfDay, type Day, type Instant } from "./calendar"
import { jalaliYearOf, type MonthKind } from "./jalali"

/**
 * What the marketplace has decided about rent; it has editions. A lease keeps what it was paid under, an invoice what it
 * was issued under.
 */
export type RentPolicy = {
  version: number
  /** How many days after its paid time a shop still sells. */
  grace_days: number
  /** By which months the terms of new leases and fiscal years run. */
  months: MonthKind
  /** How many days before the end of the paid time a merchant is reminded. */
  reminder_days: number[]
  quote_minutes: number
  /** How long a payer who has gone to a provider is waited for: until then nothing else pays or withdraws its invoice. */
  payment_minutes: number
  /** How many days before the end a lease that may is renewed from the balance. */
  renewal_lead_days: number
  /** Who issues the invoices, as it is printed on them. */
  seller: Seller
}
export type Seller = { name: string; identifier: string | null; address: string | null }

/** Until when a shop sells whose paid time ends before `endsOn`: the days of grace included. */
export const openUntil = (endsOn: Day, graceDays: number, zone: string): Instant => startOfDay(addDays(endsOn, graceDays), zone)

/** The year an invoice of `day` is numbered in. */
export const fiscalYearOf = (day: Day, months: MonthKind): number => (months === "jalali" ? jalaliYearOf(day) : Number(day.slice(0, 4)))

/** An invoice's number as people read it: `1405-000042`, the year and a count without gaps. */
export const invoiceNumber = (fiscalYear: number, sequence: number): string => `${fiscalYear}-${String(sequence).padStart(6, "0")}`

/** A credit note's: its series is its own. */
export const creditNoteNumber = (fiscalYear: number, sequence: number): string => `CN-${invoiceNumber(fiscalYear, sequence)}`

/** What decides when a lease must be looked at. */
export type LeaseTerms = { ends_on: Day; grace_days: number; reminder_days: number[]; renewal_lead_days: number; leaving: boolean; auto_renew: boolean }
export type LeaseTimes = { ends_at: Instant; closes_at: Instant; remind_at: Instant | null; renew_at: Instant | null }

/**
 * When a lease ends, until when its shop sells, and when to remind of it or to renew it. A shop that leaves closes with its
 * paid time: grace waits for nobody who will not pay. Reminders whose time has passed are not made up for.
 */
export function leaseTimes(terms: LeaseTerms, at: Instant, zone: string): LeaseTimes {
  const ends_at = startOfDay(terms.ends_on, zone)
  const before = (days: number): Instant => startOfDay(addDays(terms.ends_on, -days), zone)
  const remind_at = terms.leaving ? null : (terms.reminder_days.map(before).filter((each) => each > at).sort()[0] ?? null)
  const renews = terms.auto_renew && !terms.leaving
  return {
    ends_at, remind_at,
    closes_at: terms.leaving ? ends_at : openUntil(terms.ends_on, terms.grace_days, zone),
    renew_at: renews ? before(terms.renewal_lead_days) : null,
  }
}
