import { account } from "./chart"
import type { ParcelState } from "./escrow"
import { journal, mirror, type Journal } from "./journal"
import type { Machine } from "./machine"
import { allocate, money, type Money } from "./money"
import { chargebackTaken, type Share } from "./refund-journals"

export type ChargebackState = "taken" | "won" | "lost"
export type ChargebackEvent = "win" | "lose"

/** The bank took a payment back. A won one gives it back, once; a lost one stays lost. */
export const chargebackMachine: Machine<ChargebackState, ChargebackEvent> = {
  name: "chargeback",
  initial: "taken",
  states: { taken: { win: "won", lose: "lost" }, won: {}, lost: {} },
}

/** What was cut from one piece of a hold: from `quantity` units of a line in a parcel, or in none (`parcel_id` null). */
export type Cut = { line_item_id: string; parcel_id: string | null; quantity: number; minor: number }
/** Where the units of a line are now: `loose` in no parcel, the others in parcels that were not discarded. */
export type LineNow = { line_item_id: string; loose: number; parcels: { parcel_id: string; state: ParcelState; quantity: number }[] }
/** `to`: whose the money is once it is back. */
export type GivenBack = { line_item_id: string; parcel_id: string | null; minor: number; to: "hold" | "merchant" | "buyer" }

const ends: Partial<Record<ParcelState, GivenBack["to"]>> = { released: "merchant", split: "merchant", refunded: "buyer" }

/**
 * Where the money goes that a won chargeback brings back: it follows its units. What waits still, waits with its money
 * again; of a parcel that was released (or split: the verdict named the buyer's sum) it is the merchant's, of one that was
 * refunded the buyer's. What was in no parcel then is shared by units among the parcels and the loose units of today, and
 * for units that were cancelled since it is the buyer's.
 */
export function giveBack(cuts: Cut[], lines: LineNow[]): GivenBack[] {
  return lines.flatMap(({ line_item_id, loose, parcels }) => {
    const own = cuts.filter((cut) => cut.line_item_id === line_item_id)
    const homeOf = new Map(parcels.map((parcel) => [parcel.parcel_id, ends[parcel.state] ?? "hold"]))
    const boxed = own.filter((cut) => cut.parcel_id !== null && homeOf.has(cut.parcel_id))
    const unboxed = own.filter((cut) => !boxed.includes(cut))
    const later = parcels.filter((parcel) => !boxed.some((cut) => cut.parcel_id === parcel.parcel_id))
    const sumOf = (rows: Cut[], key: "minor" | "quantity") => rows.reduce((all, row) => all + row[key], 0)
    const gone = Math.max(0, sumOf(unboxed, "quantity") - loose - later.reduce((all, parcel) => all + parcel.quantity, 0))
    const homes: Omit<GivenBack, "minor">[] = [
      ...later.map(({ parcel_id }) => ({ line_item_id, parcel_id, to: homeOf.get(parcel_id) ?? "hold" })),
      { line_item_id, parcel_id: null, to: "hold" },
      { line_item_id, parcel_id: null, to: "buyer" },
    ]
    const shared = allocate(money(sumOf(unboxed, "minor"), "xxx"), [...later.map((parcel) => parcel.quantity), loose, gone])
    return [
      ...boxed.map(({ parcel_id, minor }) => ({ line_item_id, parcel_id, minor, to: homeOf.get(parcel_id ?? "") ?? "hold" })),
      ...homes.map((home, index) => ({ ...home, minor: shared[index]?.minor ?? 0 })),
    ].filter((back) => back.minor > 0)
  })
}

type Taken = { id: string; provider: string; order_id: string }

/** The bank gives a payment back: every account gets what it gave. The bank's fee stays spent. */
export const chargebackWon = (chargeback: Taken, shares: Share[], currency: string, reason: string): Journal =>
  mirror(chargebackTaken(chargeback, shares, money(0, currency)), reason)

export type PassedOn = { hold_id: string; merchant_id: string; order_id: string; to: "merchant" | "buyer"; amount: Money }

/** What a won chargeback gave back for units whose parcel has ended, or that were cancelled, goes where they went. */
export const chargebackPassedOn = (id: string, passed: PassedOn[]): Journal =>
  journal(`chargeback:${id}:passed_on`, "chargeback_passed_on", "its parcels had ended before the bank gave the payment back", passed.map(
    ({ hold_id, merchant_id, order_id, to, amount }) => ({
      from: account.hold(hold_id), to: to === "merchant" ? account.payable(merchant_id) : account.refundDue(order_id), amount,
    })))
