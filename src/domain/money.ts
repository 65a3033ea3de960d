import { refuse } from "./errors"

/** An amount in the currency's smallest unit (rial, cent): `minor` is a safe integer, never a float. */
export type Money = { minor: number; currency: string }

/** Digits after the point of the currencies that do not have two. Iran's rial is counted whole, as Medusa does. */
const EXPONENTS: Record<string, number> = {
  irr: 0, jpy: 0, krw: 0, vnd: 0, clp: 0, isk: 0, pyg: 0, ugx: 0, rwf: 0, xaf: 0, xof: 0, xpf: 0, kmf: 0, djf: 0, gnf: 0, bif: 0,
  vuv: 0, iqd: 3, bhd: 3, kwd: 3, omr: 3, jod: 3, tnd: 3, lyd: 3,
}

/** How many digits stand after the point when `currency` is written in its main unit. */
export const exponentOf = (currency: string): number => EXPONENTS[currency] ?? 2

/** An amount, checked. @throws money_not_whole, money_out_of_range, currency_unknown */
export function money(minor: number, currency: string): Money {
  if (Number.isFinite(minor) ? !Number.isInteger(minor) : Number.isNaN(minor)) refuse("money_not_whole", { minor })
  if (!Number.isSafeInteger(minor)) refuse("money_out_of_range")
  if (!/^[a-z]{3}$/.test(currency)) refuse("currency_unknown", { currency })
  return { minor: minor === 0 ? 0 : minor, currency }
}

export const zero = (currency: string): Money => money(0, currency)

const sameCurrency = (a: Money, b: Money): void => {
  if (a.currency !== b.currency) refuse("money_wrong_currency", { got: b.currency, wanted: a.currency })
}

/** @throws money_wrong_currency, money_out_of_range */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b)
  return money(a.minor + b.minor, a.currency)
}

/** @throws money_wrong_currency, money_out_of_range */
export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b)
  return money(a.minor - b.minor, a.currency)
}

export const sum = (amounts: Money[], currency: string): Money => amounts.reduce(add, zero(currency))

/** `amount` taken a whole number of times. @throws money_not_whole (also when only `count` is not), money_out_of_range */
export function times(amount: Money, count: number): Money {
  // A third of three would come out whole, by the luck of floats.
  if (!Number.isInteger(count)) refuse("money_not_whole", { minor: count })
  return money(amount.minor * count, amount.currency)
}

/** What the marketplace takes rounds down. `basis_points`: 10,000 is the whole. */
export const portion = (amount: Money, basis_points: number): Money =>
  money(floorDivide(BigInt(amount.minor) * BigInt(basis_points), 10_000n), amount.currency)

/** `numerator / denominator` rounded down, exact beyond 2^53 in the middle. */
export function floorDivide(numerator: bigint, denominator: bigint): number {
  const quotient = numerator / denominator
  const below = numerator % denominator !== 0n && numerator < 0n !== denominator < 0n
  return Number(below ? quotient - 1n : quotient)
}

/**
 * Splits `total` over `weights` so that the parts sum to the whole: each part gets its floor, and the units left over
 * go to the largest remainders, the earlier part first among equals (Hamilton's method). All weights zero: the first
 * part takes everything.
 * @throws money_negative for a negative total or weight, money_without_parts when there are no weights
 */
export function allocate(total: Money, weights: number[]): Money[] {
  for (const minor of [total.minor, ...weights]) if (minor < 0) refuse("money_negative", { minor })
  if (weights.length === 0) refuse("money_without_parts")
  const whole = weights.reduce((all, weight) => all + BigInt(money(weight, total.currency).minor), 0n)
  if (whole === 0n) return weights.map((_, i) => (i === 0 ? total : zero(total.currency)))

  const shares = weights.map((weight, index) => {
    const exact = BigInt(total.minor) * BigInt(weight)
    return { index, floor: exact / whole, rest: exact % whole }
  })
  let left = BigInt(total.minor) - shares.reduce((all, share) => all + share.floor, 0n)
  const byRest = [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
  for (const share of byRest) {
    if (left === 0n) break
    share.floor += 1n
    left -= 1n
  }
  return shares.map((share) => money(Number(share.floor), total.currency))
}

/** For people: `12,345,000 IRR`, `19.99 USD`. */
export function display(amount: Money): string {
  const digits = String(Math.abs(amount.minor)).padStart(exponentOf(amount.currency) + 1, "0")
  const point = digits.length - exponentOf(amount.currency)
  const whole = digits.slice(0, point).replace(/\B(?=(\d{3})+$)/g, ",")
  const fraction = digits.slice(point)
  return `${amount.minor < 0 ? "-" : ""}${whole}${fraction && `.${fraction}`} ${amount.currency.toUpperCase()}`
}

/**
 * A decimal number of main units, as text or a number, in minor units, halves away from zero; exact on the decimal text.
 * `extra_digits` asks for fractions of a minor unit (3: thousandths), where proportions matter and not amounts.
 * @throws money_not_whole when it is no number, money_out_of_range
 */
export const fromDecimal = (decimal: string | number, currency: string, extra_digits = 0): Money =>
  money(Number(minorDigits(decimal, currency, extra_digits)), currency)

/** The same without a limit, for sums that are shown and never posted. @throws money_not_whole, money_out_of_range */
export function minorDigits(decimal: string | number, currency: string, extra_digits = 0): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(String(decimal).trim())
  if (!match) refuse("money_not_whole", { minor: String(decimal) })
  const [, sign, whole = "0", fraction = "", power = "0"] = match
  // No float goes beyond; a text that does would ask for a number of a billion digits.
  if (whole.length + fraction.length > 400 || Math.abs(Number(power)) > 400) refuse("money_out_of_range")
  const shift = exponentOf(currency) + extra_digits + Number(power) - fraction.length
  const digits = BigInt(whole + fraction)
  const scale = 10n ** BigInt(Math.abs(shift))
  const minor = shift >= 0 ? digits * scale : (digits * 2n + scale) / (scale * 2n)
  return sign ? -minor : minor
}
