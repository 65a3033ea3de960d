import { refuse } from "../errors"
import { exponentOf } from "../money"
import type { ProblemCode } from "./problems"

/** How the prices of a file become the arcade's. */
export type Pricing = {
  /** The currency the prices end in. */
  currency: string
  /** How much one unit of the file's currency is worth in `currency`, as decimal text: "420000", "0.94". */
  rate: string
  /** Prices are rounded to the nearest multiple of this many minor units, halves up. */
  rounding_minor: number
}

export type Priced = { minor: number } | { refused: Extract<ProblemCode, `price_${string}`> }

export const DECIMAL = /^\d{1,15}(?:\.\d{1,10})?$/

/** The decimal text as a whole number and how many digits stood after the point. */
function exact(decimal: string): { digits: bigint; after: number } {
  const [whole = "0", fraction = ""] = decimal.split(".")
  return { digits: BigInt(whole + fraction), after: fraction.length }
}

/** @throws rate_malformed, rounding_malformed, currency_unknown */
export function checkPricing({ currency, rate, rounding_minor }: Pricing): void {
  if (!/^[a-z]{3}$/.test(currency)) refuse("currency_unknown", { currency })
  if (!DECIMAL.test(rate) || exact(rate).digits === 0n) refuse("rate_malformed", { rate })
  if (!Number.isSafeInteger(rounding_minor) || rounding_minor < 1) refuse("rounding_malformed", { rounding_minor })
}

/**
 * A price of the file, converted and rounded on the decimal text itself: no float comes near it.
 * @returns the minor units, or the reason why it is no price
 */
export function priceOf(text: string, { currency, rate, rounding_minor }: Pricing): Priced {
  if (text === "") return { refused: "price_missing" }
  if (!DECIMAL.test(text)) return { refused: "price_malformed" }
  const price = exact(text)
  const worth = exact(rate)
  const numerator = price.digits * worth.digits * 10n ** BigInt(exponentOf(currency))
  const step = BigInt(rounding_minor) * 10n ** BigInt(price.after + worth.after)
  const minor = ((2n * numerator + step) / (2n * step)) * BigInt(rounding_minor)
  if (minor === 0n) return { refused: "price_not_above_zero" }
  return minor > BigInt(Number.MAX_SAFE_INTEGER) ? { refused: "price_too_large" } : { minor: Number(minor) }
}
