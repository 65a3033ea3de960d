import type { Instant } from "./calendar"
import { backPieces, lessen, type Flow, type OpenRefund } from "./given-back"
import type { ParcelState, ShopOrderState, WindowState } from "./escrow"
import type { SettlementState } from "./settlement"

/** What money waits for, in the order in which it passes. */
export const gates = ["payment", "tracking", "delivery", "consent", "case", "request", "bank"] as const
export type Gate = (typeof gates)[number]
/**
 * Where it is. `merchant`: what a buyer is told once it is no longer the buyer's; `charged_back`: the buyer's bank took it back;
 * `marketplace`: its own lines, shipping and tax; `overpaid`: beyond what the order is due.
 */
export const moneyPlaces = ["unpaid", "hold", "payable", "in_settlement", "paid_out", "refund_due", "refunded", "charged_back", "merchant", "marketplace", "overpaid"] as const
export type MoneyPlace = (typeof moneyPlaces)[number]
export const parties = ["buyer", "merchant", "carrier", "operator", "bank"] as const
export type Party = (typeof parties)[number]

/** A piece of an order's money: where it is, which gate it waits at, on whom, since when, and until when at the latest. */
export type Piece = {
  place: MoneyPlace; minor: number; subject: string
  gate: Gate | null; waits_for: Party | null; since: Instant | null; until: Instant | null
}

export type ParcelFacts = {
  id: string; state: ParcelState; minor: number; handed_over_at: Instant | null; delivered_at: Instant | null; released_at: Instant | null
  /** What a verdict gave back to the buyer, where it split the parcel. */
  refund_minor: number | null
  window: { state: WindowState; due_at: Instant | null } | null
}
/** A settlement of the part's merchant and currency; `due_at` is the end of its latest arrival day (K6). */
export type SettlementFacts = { id: string; state: SettlementState; requested_at: Instant; due_at: Instant }
/**
 * One shop's part. `remaining` is what the ledger still has in its hold, `placed_at` when it was ordered; `flows` is what left it
 * otherwise than by parcels, `refunds` those still to be sent.
 */
export type PartFacts = {
  id: string; state: ShopOrderState; minor: number; remaining: number; placed_at: Instant
  parcels: ParcelFacts[]; settlements: SettlementFacts[]; flows: Flow[]; refunds: OpenRefund[]
}

const inHold: ParcelState[] = ["packed", "handed_over", "delivered", "lost"]

/** What is taken back of released money is taken of what was not asked for yet, then of what is on its way, then of what was paid out. */
const recourse: MoneyPlace[] = ["payable", "in_settlement", "paid_out"]

/**
 * The pieces of one shop's part, gate by gate: together they are what captures brought it, and what it still lacks. A settlement
 * takes everything payable, so released money is in the first one asked for since, unless that was withdrawn or failed.
 */
export function piecesOf(part: PartFacts): Piece[] {
  const parcels = part.parcels.filter((parcel) => parcel.state !== "discarded" && parcel.minor > 0)
  const boxed = parcels.filter((parcel) => inHold.includes(parcel.state)).reduce((all, parcel) => all + parcel.minor, 0)
  const loose = Math.max(0, part.remaining - boxed)
  const waiting = { subject: part.id, since: part.placed_at, until: null }
  const unpaid = part.state === "awaiting_payment"
  const inParcels = parcels.flatMap((parcel) => piecesOfParcel(parcel, part.settlements))
  // What an operator gave the merchant of a payment that came after everything was sent is in no parcel.
  const isMore = (flow: Flow) => flow.key.startsWith("growth:")
  const payable = part.flows.filter((flow) => flow.from === "payable")
  const more = payable.filter(isMore).map((flow) => released({ id: part.id, minor: -flow.minor, released_at: flow.at }, part.settlements))
  const given = recourse.flatMap((place) => [...inParcels, ...more].filter((piece) => piece.place === place))
  const taken = payable.filter((flow) => !isMore(flow)).reduce((all, flow) => all + flow.minor, 0)
  const reached = given.reduce((all, piece) => all + piece.minor, 0)
  const pieces: Piece[] = [
    { ...waiting, place: "unpaid", minor: unpaid ? part.minor - part.remaining : 0, gate: "payment", waits_for: "buyer" },
    { ...waiting, place: "hold", minor: loose, gate: unpaid ? "payment" : "tracking", waits_for: unpaid ? "buyer" : "merchant" },
    ...inParcels.filter((piece) => piece.place === "hold"),
    ...lessen(given, taken),
    ...backPieces(part.id, part.flows, inParcels.filter((piece) => piece.place === "refunded"), part.refunds, Math.max(0, taken - reached)),
  ]
  return pieces.filter((piece) => piece.minor > 0)
}

function piecesOfParcel(parcel: ParcelFacts, settlements: SettlementFacts[]): Piece[] {
  if (parcel.state !== "split") return [pieceOf(parcel, settlements)]
  const back = parcel.refund_minor ?? 0
  return [pieceOf({ ...parcel, state: "refunded", minor: back }, settlements), pieceOf({ ...parcel, state: "released", minor: parcel.minor - back }, settlements)]
}

function pieceOf(parcel: ParcelFacts, settlements: SettlementFacts[]): Piece {
  const { id: subject, minor, handed_over_at, delivered_at, window } = parcel
  const held = { place: "hold", minor, subject, until: null } as const
  switch (parcel.state) {
    case "packed": return { ...held, gate: "tracking", waits_for: "merchant", since: null }
    case "handed_over":
      return window?.state === "paused" // an objection before it has come
        ? { ...held, gate: "case", waits_for: "operator", since: handed_over_at }
        : { ...held, gate: "delivery", waits_for: "carrier", since: handed_over_at }
    case "lost": return { ...held, gate: "case", waits_for: "operator", since: handed_over_at }
    case "delivered":
      return window?.state === "paused"
        ? { ...held, gate: "case", waits_for: "operator", since: delivered_at }
        : { ...held, gate: "consent", waits_for: "buyer", since: delivered_at, until: window?.due_at ?? null }
    case "released": return released(parcel, settlements)
    default: return { place: "refunded", minor, subject, gate: null, waits_for: null, since: null, until: null }
  }
}

function released({ id, minor, released_at }: Pick<ParcelFacts, "id" | "minor" | "released_at">, settlements: SettlementFacts[]): Piece {
  const covering = settlements
    .filter(({ state, requested_at }) => state !== "withdrawn" && state !== "failed" && released_at !== null && requested_at >= released_at)
    .sort((a, b) => (a.requested_at < b.requested_at ? -1 : 1))[0]
  if (!covering) return { place: "payable", minor, subject: id, gate: "request", waits_for: "merchant", since: released_at, until: null }
  const { id: subject, state, requested_at: since, due_at: until } = covering
  if (state === "paid") return { place: "paid_out", minor, subject, gate: null, waits_for: null, since, until: null }
  return { place: "in_settlement", minor, subject, gate: "bank", waits_for: state === "requested" ? "operator" : "bank", since, until }
}

/** What a buyer is told: released money is the merchant's, and how it is paid out is the merchant's own affair. */
export const forBuyer = (piece: Piece, partId: string): Piece =>
  piece.place === "payable" || piece.place === "in_settlement" || piece.place === "paid_out"
    ? { place: "merchant", minor: piece.minor, subject: partId, gate: null, waits_for: null, since: null, until: null }
    : piece
