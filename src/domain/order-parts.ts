import { allocate, floorDivide, fromDecimal, money, type Money } from "./money"

/** What Medusa says of an order, amounts as decimal text of main units: Medusa does not round. */
export type OrderFacts = {
  currency: string
  total: string
  /** Lines and shipping methods alike; without a shop they are the marketplace's own. */
  charges: { line_id: string | null; quantity: number; place: { shop_id: string; merchant_id: string } | null; total: string; tax: string }[]
}

export type PartLine = { line_id: string; quantity: number; amount: Money }
export type OrderPart = { shop_id: string; merchant_id: string; amount: Money; lines: PartLine[] }
export type OrderParts = { currency: string; total: Money; parts: OrderPart[]; own_income: Money; own_tax: Money }

/** Thousandths of a minor unit: fine enough to keep the order of remainders, small enough to stay exact. */
const THOUSANDTH_DIGITS = 3

/**
 * Splits an order into one part for each shop and the marketplace's own share, without losing a unit: Medusa's decimals
 * decide the proportions, the order's total (rounded half up, once) decides the sum. A shop's tax stays in its part, for
 * it is the merchant's to declare; the tax of the marketplace's own lines is kept apart.
 */
export function splitOrder(facts: OrderFacts): OrderParts {
  const { currency, charges } = facts
  const total = fromDecimal(facts.total, currency)
  const amounts = charges.length === 0 ? [] : allocate(total, charges.map((charge) => weight(charge.total, currency)))
  const parts = new Map<string, OrderPart>()
  let own_income = charges.length === 0 ? total : money(0, currency)
  let own_tax = money(0, currency)

  charges.forEach(({ place, line_id, quantity, total: gross, tax }, index) => {
    const amount = amounts[index] ?? money(0, currency)
    if (place === null) {
      const share = taxShare(amount, weight(gross, currency), weight(tax, currency))
      own_tax = money(own_tax.minor + share, currency)
      own_income = money(own_income.minor + amount.minor - share, currency)
      return
    }
    const part = parts.get(place.shop_id) ?? { ...place, amount: money(0, currency), lines: [] }
    part.amount = money(part.amount.minor + amount.minor, currency)
    if (line_id !== null) part.lines.push({ line_id, quantity, amount })
    parts.set(place.shop_id, part)
  })
  return { currency, total, parts: [...parts.values()], own_income, own_tax }
}

/** A decimal amount in thousandths of a minor unit; what Medusa counts below zero takes no share. */
const weight = (decimal: string, currency: string): number =>
  Math.max(0, fromDecimal(decimal, currency, THOUSANDTH_DIGITS).minor)

const taxShare = (amount: Money, gross: number, tax: number): number =>
  gross === 0 ? 0 : floorDivide(BigInt(amount.minor) * BigInt(tax), BigInt(gross))

/** What one account of an order is due, and what earlier captures have already brought it. */
export type Claim = { account: string; due: number; funded: number }

/**
 * Splits a captured amount over what is still unfunded, pro rata by largest remainder, so that the last capture brings
 * each claim to exactly what it is due. More than is due goes to `excess`, money that the order does not explain.
 */
export function splitCapture(captured: Money, claims: Claim[]): { shares: { account: string; amount: Money }[]; excess: Money } {
  const open = claims.map(({ due, funded }) => Math.max(0, due - funded))
  const wanted = open.reduce((all, each) => all + each, 0)
  const used = Math.min(captured.minor, wanted)
  const amounts = wanted === 0 ? [] : allocate(money(used, captured.currency), open)
  const shares = claims.flatMap(({ account }, index) => {
    const amount = amounts[index]
    return amount && amount.minor > 0 ? [{ account, amount }] : []
  })
  return { shares, excess: money(captured.minor - used, captured.currency) }
}
