import { exponentOf, fromDecimal, type Money } from "../domain/money"

/** Medusa hands out amounts as numbers, texts, or objects that carry their exact decimal. */
type MedusaAmount = number | string | null | undefined | { value: string | number } | { numeric: number; raw?: { value: string | number } }

/** A Medusa amount as decimal text of main units, exact where Medusa kept it exact. */
export function decimalOf(amount: MedusaAmount): string {
  if (amount === null || amount === undefined) return "0"
  if (typeof amount !== "object") return String(amount)
  if ("value" in amount) return String(amount.value)
  return String(amount.raw?.value ?? amount.numeric)
}

/** A Medusa amount in minor units, rounded half up, once. @throws money_not_whole, money_out_of_range */
export const fromMedusa = (amount: MedusaAmount, currency: string): Money => fromDecimal(decimalOf(amount), currency)

/** An amount as Medusa takes it, in main units: 1,999 cents are 19.99. */
export function toMedusa({ minor, currency }: Money): number {
  const digits = String(Math.abs(minor)).padStart(exponentOf(currency) + 1, "0")
  const point = digits.length - exponentOf(currency)
  return Number(`${minor < 0 ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`)
}
