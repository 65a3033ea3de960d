import { refuse } from "./errors"
import type { Machine } from "./machine"
import { add, money, portion, subtract, times, zero, type Money } from "./money"

export type LeaseState = "awaiting_payment" | "trial" | "active" | "past_due" | "ended"
export type LeaseEvent = "start_trial" | "pay" | "give_back" | "lapse" | "end" | "leave" | "withdraw"

/**
 * The life of a lease: it sells while active and, in grace, past due; paying makes it active again from wherever it is, and
 * so do days that are given back. Whoever leaves needs no grace, and what was never paid can be withdrawn.
 */
export const leaseMachine: Machine<LeaseState, LeaseEvent> = {
  name: "lease",
  initial: "awaiting_payment",
  states: {
    awaiting_payment: { start_trial: "trial", pay: "active", withdraw: "ended" },
    trial: { pay: "active", give_back: "trial", lapse: "past_due", leave: "ended" },
    active: { pay: "active", give_back: "active", lapse: "past_due", leave: "ended" },
    past_due: { pay: "active", give_back: "active", end: "ended" },
    ended: { pay: "active", give_back: "active" },
  },
}

/** What an invoice is for. */
export const invoicePurposes = ["start", "renew", "upgrade"] as const
export type InvoicePurpose = (typeof invoicePurposes)[number]
/** Who or what paid an invoice; nothing was left to pay where a coupon or a credit covers it. */
export const payers = ["provider", "balance", "bank", "credit"] as const
export type Payer = (typeof payers)[number]

export type InvoiceState = "open" | "paid" | "void"
export type InvoiceEvent = "pay" | "void"

/** A paid invoice is never undone: what is given back is a credit of its own. */
export const invoiceMachine: Machine<InvoiceState, InvoiceEvent> = {
  name: "invoice",
  initial: "open",
  states: { open: { pay: "paid", void: "void" }, paid: {}, void: {} },
}

export type OfflinePaymentState = "reported" | "confirmed" | "refused"
export type OfflinePaymentEvent = "confirm" | "refuse"

/** What a merchant says it has paid at a bank: an operator finds it there, or not. */
export const offlinePaymentMachine: Machine<OfflinePaymentState, OfflinePaymentEvent> = {
  name: "offline payment",
  initial: "reported",
  states: { reported: { confirm: "confirmed", refuse: "refused" }, confirmed: {}, refused: {} },
}

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
export type PlanTerms = Tariff & {
  code: string
  name: string
  tier: number
  /** How long a merchant's first shop may try it for nothing; 0 is without a trial. */
  trial_days: number
  features: PlanFeatures
  limits: PlanLimits
}

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
