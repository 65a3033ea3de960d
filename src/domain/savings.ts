import { money, portion, subtract, sum, type Money } from "./money"

/** A reference rate, in basis points of a price; a null category is the default for all that have none of their own. */
export type CategoryRate = { category_id: string | null; basis_points: number }

/** What was sold of one product while one edition of the rates was in force. */
export type Sale = { version: number; categories: string[]; amount: Money }

/** One line of the arithmetic: sales of a category, and what a commission of its rate would have taken. */
export type SavingsLine = { version: number; category_id: string | null; basis_points: number; sales: Money; commission: Money }

/** `saved` = commission − rent; below zero where rent was the dearer. */
export type Savings = { lines: SavingsLine[]; sales: Money; commission: Money; rent: Money; saved: Money }

/**
 * The rate of a product: of its categories the lowest, so that nothing is made to look better than it is; else the default,
 * else nothing.
 */
export function rateFor(rates: CategoryRate[], categories: string[]): CategoryRate {
  const own = rates.filter((rate) => rate.category_id !== null && categories.includes(rate.category_id))
  const lowest = own.reduce<CategoryRate | null>((least, rate) => (least && least.basis_points <= rate.basis_points ? least : rate), null)
  return lowest ?? rates.find((rate) => rate.category_id === null) ?? { category_id: null, basis_points: 0 }
}

/**
 * Rent against what a commission would have been (K8): each category's sales by the rate of the edition in force when they were
 * released, each line rounded down.
 * @param rates by edition
 */
export function savingsOf(sales: Sale[], rates: Map<number, CategoryRate[]>, rent: Money): Savings {
  const { currency } = rent
  const lines = new Map<string, SavingsLine>()
  for (const sale of sales) {
    const rate = rateFor(rates.get(sale.version) ?? [], sale.categories)
    const key = `${sale.version}/${rate.category_id ?? ""}`
    const before = lines.get(key)?.sales ?? money(0, currency)
    const whole = sum([before, sale.amount], currency)
    lines.set(key, { version: sale.version, ...rate, sales: whole, commission: portion(whole, rate.basis_points) })
  }
  const all = [...lines.values()].sort((a, b) => a.version - b.version || (a.category_id ?? "").localeCompare(b.category_id ?? ""))
  const commission = sum(all.map((line) => line.commission), currency)
  return { lines: all, sales: sum(all.map((line) => line.sales), currency), commission, rent, saved: subtract(commission, rent) }
}
