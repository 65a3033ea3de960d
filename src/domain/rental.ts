import type { Day, Instant } from "./calendar"
import { addDays, startOfDay } from "./calendar"
import { refuse } from "./errors"
import { jalaliYearOf, type MonthKind } from "./jalali"
import type { Machine } from "./machine"
import { add, money, portion, subtract, times, zero, type Money } from "./money"

export type LeaseState = "awaiting_payment" | "trial" | "active" | "past_due" | "ended"
export type LeaseEvent = "start_trial" | "pay" | "lapse" | "end"

/** The life of a lease: it sells while active and, in grace, past due; paying makes it active again from wherever it is. */
export const leaseMachine: Machine<LeaseState, LeaseEvent> = {
  name: "lease",
  initial: "awaiting_payment",
  states: {
    awaiting_payment: { start_trial: "trial", pay: "active" },
    trial: { pay: "active", lapse: "past_due" },
    active: { pay: "active", lapse: "past_due" },
    past_due: { pay: "active", end: "ended" },
    ended: { pay: "active" },
  },
}

export type InvoiceState = "open" | "paid" | "void"
export type InvoiceEvent = "pay" | "void"

/** A paid invoice is never undone: what is given back is a credit of its own. */
export const invoiceMachine: Machine<InvoiceState, InvoiceEvent> = {
  name: "invoice",
  initial: "open",
  states: { open: { pay: "paid", void: "void" }, paid: {}, void: {} },
}

/** What the marketplace has decided about rent; a lease and an invoice keep what they were made under. */
export type RentPolicy = {
  /** How many days after its paid time a shop still sells. */
  grace_days: number
  /** By which months terms and fiscal years run. */
  months: MonthKind
}
export const rentPolicy: RentPolicy = { grace_days: 7, months: "jalali" }

export const longestTerm = 12

/** What a plan allows; null is without limit. Training and the general admin are free on every plan (K13, K14). */
export const planLimits = ["products", "members", "images", "shops", "featured_places"] as const
export type PlanLimits = Record<(typeof planLimits)[number], number | null>
export const planFeatures = ["dropshipping", "badges"] as const
export type PlanFeatures = Record<(typeof planFeatures)[number], boolean>

export type TermPrice = { term_months: number; price_minor: number }
/** What a plan version costs: a price before tax for each term offered, a table and no formula (K9). */
export type Tariff = { currency: string; tax_basis_points: number; prices: TermPrice[] }
/** A plan as an operator publishes it. `tier` ranks plans from the most basic to the most professional (K15). */
export type PlanTerms = Tariff & { code: string; name: string; tier: number; features: PlanFeatures; limits: PlanLimits }

/**
 * A tariff fit to be published, its prices in the order of their terms. By the month, a longer term is never dearer than
 * a shorter one (K9).
 * @throws plan_without_price, term_price_invalid, term_dearer_than_shorter, tax_rate_invalid
 */
export function tariffOf<T extends Tariff>(tariff: T): T {
  const { tax_basis_points } = tariff
  if (!Number.isInteger(tax_basis_points) || tax_basis_points < 0 || tax_basis_points > 10_000) refuse("tax_rate_invalid", { tax_basis_points })
  const prices = [...tariff.prices].sort((a, b) => a.term_months - b.term_months)
  if (prices.length === 0) refuse("plan_without_price")
  prices.forEach(({ term_months, price_minor }, index) => {
    const before = prices[index - 1]
    const fits = Number.isInteger(term_months) && term_months >= 1 && term_months <= longestTerm && term_months !== before?.term_months
    if (!fits || money(price_minor, tariff.currency).minor <= 0) refuse("term_price_invalid", { term_months })
    const dearer = before && BigInt(price_minor) * BigInt(before.term_months) > BigInt(before.price_minor) * BigInt(term_months)
    if (dearer) refuse("term_dearer_than_shorter", { term_months, shorter: before.term_months })
    rentQuote({ ...tariff, prices }, term_months)
  })
  return { ...tariff, prices }
}

export type RentQuote = {
  term_months: number
  net: Money
  tax: Money
  total: Money
  /** Net, against paying this term month by month; zero where no single month is offered. */
  saving: Money
}

/** What a term costs; the change that follows a quote runs this too. The tax rounds down. @throws term_not_offered */
export function rentQuote({ currency, tax_basis_points, prices }: Tariff, term_months: number): RentQuote {
  const priceOf = (term: number): Money | undefined => {
    const found = prices.find((price) => price.term_months === term)
    return found && money(found.price_minor, currency)
  }
  const net = priceOf(term_months) ?? refuse("term_not_offered", { term_months })
  const monthly = priceOf(1)
  const tax = portion(net, tax_basis_points)
  return { term_months, net, tax, total: add(net, tax), saving: monthly ? subtract(times(monthly, term_months), net) : zero(currency) }
}

/** Until when a shop sells whose paid time ends before `endsOn`: the days of grace included. */
export const openUntil = (endsOn: Day, { grace_days }: RentPolicy, zone: string): Instant => startOfDay(addDays(endsOn, grace_days), zone)

/** The year an invoice of `day` is numbered in. */
export const fiscalYearOf = (day: Day, { months }: RentPolicy): number => (months === "jalali" ? jalaliYearOf(day) : Number(day.slice(0, 4)))

/** An invoice's number as people read it: `1405-000042`, the year and a count without gaps. */
export const invoiceNumber = (fiscalYear: number, sequence: number): string => `${fiscalYear}-${String(sequence).padStart(6, "0")}`
