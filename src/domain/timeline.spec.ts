import fc from "fast-check"

import type { ParcelState } from "./escrow"
import type { SettlementState } from "./settlement"
import { forBuyer, piecesOf, type ParcelFacts, type PartFacts, type SettlementFacts } from "./timeline"

const day = (n: number) => `2026-11-${String(n).padStart(2, "0")}T10:00:00.000Z`
const part = (more: Partial<PartFacts>): PartFacts => ({ id: "sord_1", state: "paid", minor: 100, remaining: 100, placed_at: day(1), parcels: [], settlements: [], flows: [], refunds: [], ...more })
const parcel = (state: ParcelState, more: Partial<ParcelFacts> = {}): ParcelFacts => ({
  id: "prcl_1", state, minor: 100, handed_over_at: day(2), delivered_at: day(4), released_at: null, refund_minor: null, window: { state: "open", due_at: day(11) }, ...more,
})
const gone = (more: Partial<ParcelFacts> = {}) => parcel("released", { released_at: day(5), ...more })
const settlement = (state: SettlementState, requested_at = day(6), id = "setl_1"): SettlementFacts => ({ id, state, requested_at, due_at: day(9) })

describe("which gate the money waits at", () => {
  test.each<[string, PartFacts, object]>([
    ["P2 not paid yet: the buyer",                      part({ state: "awaiting_payment", remaining: 0 }),                                { place: "unpaid", gate: "payment", waits_for: "buyer", subject: "sord_1" }],
    ["K2 paid and not sent: the merchant",              part({}),                                                                         { place: "hold", gate: "tracking", waits_for: "merchant", since: day(1) }],
    ["K4 packed is not yet handed over",                part({ state: "preparing", parcels: [parcel("packed")] }),                        { place: "hold", gate: "tracking", subject: "prcl_1" }],
    ["P4 with the carrier",                             part({ state: "shipped", parcels: [parcel("handed_over")] }),                     { place: "hold", gate: "delivery", waits_for: "carrier", since: day(2) }],
    ["K4 arrived: the buyer, until the window closes",  part({ state: "delivered", parcels: [parcel("delivered")] }),                     { place: "hold", gate: "consent", waits_for: "buyer", until: day(11) }],
    ["K7 an objection stops the window",                part({ state: "delivered", parcels: [parcel("delivered", { window: { state: "paused", due_at: null } })] }), { place: "hold", gate: "case", waits_for: "operator", until: null }],
    ["K7 an objection before it came does, too",         part({ state: "shipped", parcels: [parcel("handed_over", { delivered_at: null, window: { state: "paused", due_at: null } })] }), { place: "hold", gate: "case", waits_for: "operator", since: day(2) }],
    ["a lost parcel waits for a verdict",               part({ state: "shipped", parcels: [parcel("lost")] }),                            { place: "hold", gate: "case" }],
    ["K5 released: the merchant may ask",               part({ state: "completed", remaining: 0, parcels: [gone()] }),                    { place: "payable", gate: "request", waits_for: "merchant", since: day(5) }],
    ["K6 asked for: an operator approves",              part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("requested")] }), { place: "in_settlement", gate: "bank", waits_for: "operator", until: day(9) }],
    ["K6 approved: the bank",                           part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("approved")] }),  { place: "in_settlement", gate: "bank", waits_for: "bank" }],
    ["K6 arrived",                                      part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("paid")] }),      { place: "paid_out", gate: null, waits_for: null }],
    ["a request from before the release has not got it", part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("paid", day(4))] }), { place: "payable", gate: "request" }],
    ["a withdrawn request has not got it",              part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("withdrawn")] }), { place: "payable", gate: "request" }],
    ["the first request since the release has it",      part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("requested", day(8), "setl_2"), settlement("paid")] }), { place: "paid_out", subject: "setl_1" }],
    ["refunded is the buyer's again",                   part({ state: "delivered", remaining: 0, parcels: [parcel("refunded")] }),        { place: "refunded", gate: null }],
  ])("%s", (_why, facts, piece) => expect(piecesOf(facts)).toMatchObject([piece]))

  test("K17 a verdict that splits a parcel leaves each side its share", () => {
    const facts = part({ state: "completed", remaining: 0, parcels: [parcel("split", { refund_minor: 30, released_at: day(5) })] })
    expect(piecesOf(facts)).toMatchObject([{ place: "payable", gate: "request", minor: 70 }, { place: "refunded", minor: 30 }])
  })

  test("K5 what an operator gave of a payment that came after all was sent is in no parcel, and is asked for and taken back like the rest", () => {
    const more = { key: "growth:grow_1", shop_order_id: "sord_1", from: "payable", minor: -30, at: day(7) } as const
    const back = { key: "refund:rfnd_1:recourse", shop_order_id: "sord_1", from: "payable", minor: 110, at: day(8) } as const
    const facts = part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("paid", day(6))], flows: [more] })
    expect(piecesOf(facts)).toMatchObject([{ place: "payable", minor: 30, subject: "sord_1", since: day(7) }, { place: "paid_out", minor: 100 }])
    expect(piecesOf({ ...facts, flows: [more, back] })).toMatchObject([{ place: "paid_out", minor: 20 }, { place: "refunded", minor: 110 }])
  })

  test("a discarded parcel has no money, and what is not in a parcel waits for one", () => {
    const pieces = piecesOf(part({ state: "partly_shipped", parcels: [parcel("discarded"), parcel("handed_over", { id: "prcl_2", minor: 40 })] }))
    expect(pieces).toMatchObject([{ gate: "tracking", minor: 60 }, { gate: "delivery", minor: 40, subject: "prcl_2" }])
  })

  test("K2 a part captured in part: what came is held, what is missing is unpaid", () => {
    expect(piecesOf(part({ state: "awaiting_payment", remaining: 30 }))).toMatchObject([{ place: "unpaid", minor: 70 }, { place: "hold", gate: "payment", minor: 30 }])
  })

  test("law: the pieces are the whole part, whatever state its parcels are in", () => {
    const states = fc.constantFrom<ParcelState>("packed", "handed_over", "delivered", "lost", "released", "refunded", "split")
    fc.assert(fc.property(fc.array(fc.record({ state: states, minor: fc.integer({ min: 0, max: 10 ** 9 }) }), { maxLength: 6 }), fc.integer({ min: 0, max: 10 ** 9 }), (boxes, loose) => {
      const parcels = boxes.map((box, i) => parcel(box.state, { id: `prcl_${i}`, minor: box.minor, released_at: day(5) }))
      const held = boxes.filter(({ state }) => ["packed", "handed_over", "delivered", "lost"].includes(state)).reduce((all, { minor }) => all + minor, loose)
      const minor = boxes.reduce((all, box) => all + box.minor, loose)
      const pieces = piecesOf(part({ state: "preparing", minor, remaining: held, parcels }))
      expect(pieces.reduce((all, piece) => all + piece.minor, 0)).toBe(minor)
    }))
  })
})

test("a buyer is told that released money is the merchant's, and not how it is paid out", () => {
  const [piece] = piecesOf(part({ state: "completed", remaining: 0, parcels: [gone()], settlements: [settlement("approved")] }))
  expect(piece && forBuyer(piece, "sord_1")).toEqual({ place: "merchant", minor: 100, subject: "sord_1", gate: null, waits_for: null, since: null, until: null })
})
