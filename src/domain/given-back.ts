import type { Instant } from "./calendar"
import { allocate, money } from "./money"
import type { Piece } from "./timeline"

/**
 * What left an order's account otherwise than by a parcel; below zero where it came back. `from`: a shop's hold, what its
 * merchant was given, the marketplace's own income of the order, or what was paid beyond what was due.
 */
export type Flow = { key: string; shop_order_id: string | null; from: "hold" | "payable" | "own" | "beyond"; minor: number; at: Instant }
/** A refund that is not wholly executed: what is still to be sent of it, and when it is tried. */
export type OpenRefund = { id: string; shop_order_id: string | null; failed: boolean; minor: number; execute_after: Instant }

/** Where a journal of that key takes money to: the buyer, the buyer's bank (a chargeback), or another account of the order. */
export function whither(key: string): "buyer" | "bank" | "order" {
  if (key.startsWith("growth:") || key.startsWith("return:")) return "order"
  return key.startsWith("chargeback:") && !key.endsWith(":passed_on") ? "bank" : "buyer"
}

/** What a timeline calls a flow. */
export function flowEvent({ key, minor }: Flow): string {
  if (key.endsWith(":passed_on")) return "pass_on"
  if (key.startsWith("chargeback:")) return minor < 0 ? "chargeback_won" : "charge_back"
  const events: Record<string, string> = { cancel: "cancel", refund: "owe_refund", suspense: "resolve", growth: "enlarge", return: "credit" }
  return events[key.split(":")[0] ?? ""] ?? "leave"
}

const sum = (rows: { minor: number }[]): number => rows.reduce((all, row) => all + row.minor, 0)

/** Makes pieces smaller by `minor` together, the first one first. */
export const lessen = (pieces: Piece[], minor: number): Piece[] => {
  let rest = minor
  return pieces.map((piece) => {
    const cut = Math.min(rest, piece.minor)
    rest -= cut
    return { ...piece, minor: piece.minor - cut }
  })
}

const still = { gate: null, waits_for: null, since: null, until: null } as const

/**
 * What went back to the buyer of a part, or of the order's own money: at the buyer's bank by a chargeback, and refunded or still to be.
 * @param refunded pieces that verdicts gave back @param beyond what was given beyond what there was, out of somebody's own pocket: it is not
 * this order's money
 */
export function backPieces(subject: string, flows: Flow[], refunded: Piece[], open: OpenRefund[], beyond: number): Piece[] {
  const to = (end: "buyer" | "bank") => sum(flows.filter((flow) => whither(flow.key) === end))
  const given = lessen([
    { ...still, place: "refunded", minor: to("buyer"), subject }, { ...still, place: "charged_back", minor: to("bank"), subject },
  ], beyond)
  const [back, ...taken] = given
  const all = [...refunded, ...(back ? [back] : [])]
  let left = sum(all)
  const waiting = open.map(({ id, failed, minor, execute_after }): Piece => {
    const due = Math.min(left, minor)
    left -= due
    return { place: "refund_due", minor: due, subject: id, gate: "bank", waits_for: failed ? "operator" : "bank", since: null, until: execute_after }
  })
  return [...lessen(all, sum(waiting)), ...waiting, ...taken]
}

/**
 * Whose refunds they are: a part's own, and of those for several parts at once what each part, or the order itself (null),
 * gave for them.
 */
export function refundsOfParts(refunds: OpenRefund[], flows: Flow[]): Map<string | null, OpenRefund[]> {
  const shared = flows.filter((flow) => whither(flow.key) === "buyer" && !refunds.some((refund) => refund.shop_order_id !== null && flow.key.startsWith(`refund:${refund.id}:`)))
  const givers = [...new Set(shared.map((flow) => flow.shop_order_id))]
  const weights = givers.map((giver) => Math.max(0, sum(shared.filter((flow) => flow.shop_order_id === giver))))
  const parts = new Map<string | null, OpenRefund[]>()
  const add = (whose: string | null, refund: OpenRefund) => parts.set(whose, [...(parts.get(whose) ?? []), refund])
  for (const refund of refunds) {
    if (refund.shop_order_id !== null || givers.length === 0) add(refund.shop_order_id, refund)
    else allocate(money(refund.minor, "xxx"), weights).forEach(({ minor }, index) => minor > 0 && add(givers[index] ?? null, { ...refund, minor }))
  }
  return parts
}

/** An order's money that is in no shop's part; `own` and `beyond`: what captures brought them. */
export type OrderFacts = { id: string; own: number; beyond: number; flows: Flow[]; refunds: OpenRefund[] }

/** The pieces of it: the marketplace's own, what was paid beyond what is due, and what went back of both. */
export function piecesOfOrder({ id, own, beyond, flows, refunds }: OrderFacts): Piece[] {
  const left = (from: Flow["from"]) => sum(flows.filter((flow) => flow.from === from))
  const [kept, over] = [own - left("own"), beyond - left("beyond")]
  const pieces: Piece[] = [
    { ...still, place: "marketplace", minor: kept, subject: id },
    { ...still, place: "overpaid", minor: over, subject: id, waits_for: "operator" },
    ...backPieces(id, flows, [], refunds, Math.max(0, -kept) + Math.max(0, -over)),
  ]
  return pieces.filter((piece) => piece.minor > 0)
}
