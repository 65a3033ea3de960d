import { account } from "./chart"
import { journal, type Journal } from "./journal"
import type { Share } from "./refund-journals"
import { money } from "./money"

/** What becomes of the money of units that came back, in minor units. */
export type ReturnSplit = {
  /** Due to the buyer. */
  refund: number
  /** Pays for what is sent in their place. */
  credit: number
  /** Stays with the merchant: a return fee, or what an operator found missing (O3). */
  kept: number
}

/**
 * What becomes of the money of units that came back: what Medusa's order then owes goes to the buyer, replacements that are not
 * paid for yet are paid with what remains, and the rest stays the merchant's.
 * @param worth what the books have for those units @param owed what Medusa owes the buyer @param unpaid the replacements' prices
 */
export function splitReturn(worth: number, owed: number, unpaid: number): ReturnSplit {
  const refund = Math.min(worth, Math.max(0, owed))
  const credit = Math.min(worth - refund, Math.max(0, unpaid))
  return { refund, credit, kept: worth - refund - credit }
}

/**
 * What of the price of units that came back was given to the buyer already, by earlier refunds: Medusa counts those as credits of
 * the order, and owes the whole price when the units come back. Less than a minor unit for each piece is what Medusa does not round.
 * @param credits what the order has of such credits @param pieces their price in Medusa's order, and what the books still have for them
 */
export function givenBefore(credits: number, pieces: { price: number; worth: number }[]): number {
  const given = pieces.reduce((all, { price, worth }) => all + Math.max(0, price - worth), 0)
  return given < Math.max(1, pieces.length) ? 0 : Math.max(0, Math.min(credits, given))
}

/** The share of `units` out of `of` units that are worth `minor`, rounded down; all of them are worth all of it. */
export const worthOf = (minor: number, units: number, of: number): number =>
  units >= of ? minor : Number((BigInt(minor) * BigInt(units)) / BigInt(of))

/** What came back pays for what is sent in its place: it waits until that has joined its shop's part. */
export const exchangeCredited = (change_id: string, currency: string, shares: Share[]): Journal =>
  journal(`return:${change_id}:credit`, "exchange_credited", "units were sent back in exchange for others", shares.map(({ account: from, amount }) =>
    ({ from, to: account.suspense("overpaid"), amount: money(amount.minor, currency) })))
