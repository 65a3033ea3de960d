import fc from "fast-check"

import { chargebackPassedOn, chargebackWon, giveBack, type Cut, type LineNow } from "./chargeback"
import type { ParcelState } from "./escrow"
import { balances } from "./journal"
import { money } from "./money"

const irr = (minor: number) => money(minor, "irr")
const cut = (parcel_id: string | null, minor: number, quantity = 1): Cut => ({ line_item_id: "l", parcel_id, quantity, minor })
const now = (loose: number, ...parcels: [id: string, state: ParcelState, quantity?: number][]): LineNow =>
  ({ line_item_id: "l", loose, parcels: parcels.map(([parcel_id, state, quantity = 1]) => ({ parcel_id, state, quantity })) })

describe("K2 what a won chargeback gives back follows its units", () => {
  test.each([
    // cut then                        now                                                   given back                                            why
    [[cut("p", 90)],                   now(0, ["p", "delivered"]),                           [["p", 90, "hold"]],                                  "the parcel waits for consent still"],
    [[cut("p", 90)],                   now(0, ["p", "lost"]),                                [["p", 90, "hold"]],                                  "a lost parcel waits for its case"],
    [[cut("p", 90)],                   now(0, ["p", "released"]),                            [["p", 90, "merchant"]],                              "the buyer was satisfied meanwhile"],
    [[cut("p", 90)],                   now(0, ["p", "refunded"]),                            [["p", 90, "buyer"]],                                 "a case was decided for the buyer meanwhile"],
    [[cut("p", 90)],                   now(0, ["p", "split"]),                               [["p", 90, "merchant"]],                              "a split named the buyer's sum; the rest is the merchant's"],
    [[cut(null, 90, 3)],               now(3),                                               [[null, 90, "hold"]],                                 "nothing was packed yet, nor is now"],
    [[cut(null, 90, 3)],               now(1, ["q", "handed_over", 2]),                      [["q", 60, "hold"], [null, 30, "hold"]],              "two of three are on their way now"],
    [[cut(null, 90, 3)],               now(0, ["q", "released", 2], ["r", "delivered", 1]),  [["q", 60, "merchant"], ["r", 30, "hold"]],           "each unit goes where its parcel went"],
    [[cut(null, 90, 3)],               now(0),                                               [[null, 90, "buyer"]],                                "all were cancelled"],
    [[cut(null, 90, 3)],               now(1, ["q", "delivered", 1]),                        [["q", 30, "hold"], [null, 30, "hold"], [null, 30, "buyer"]], "one of three was cancelled"],
    [[cut("p", 60, 2), cut(null, 30)], now(3),                                               [[null, 90, "hold"]],                                 "a parcel that was discarded gave its units back to the shelf"],
    [[cut("p", 60, 2), cut(null, 30)], now(1, ["p", "delivered", 2]),                        [["p", 60, "hold"], [null, 30, "hold"]],              "each piece gets what it gave"],
    [[cut("p", 0), cut(null, 30)],     now(0, ["p", "delivered"], ["q", "delivered"]),       [["q", 30, "hold"]],                                  "a parcel that gave nothing gets nothing"],
    [[cut(null, 90, 3)],               now(5),                                               [[null, 90, "hold"]],                                 "units added by an edit take nothing away"],
  ] as [Cut[], LineNow, [string | null, number, string][], string][])("%j is %j: %j (%s)", (cuts, line, expected) => {
    expect(giveBack(cuts, [line]).map(({ parcel_id, minor, to }) => [parcel_id, minor, to])).toEqual(expected)
  })

  const states: ParcelState[] = ["packed", "handed_over", "delivered", "lost", "released", "refunded", "split"]
  const parcel = fc.record({ parcel_id: fc.constantFrom("a", "b", "c", "d"), state: fc.constantFrom(...states), quantity: fc.integer({ min: 1, max: 5 }) })
  const line = fc.record({
    line_item_id: fc.constant("l"), loose: fc.integer({ min: 0, max: 5 }),
    parcels: fc.uniqueArray(parcel, { selector: (each) => each.parcel_id, maxLength: 4 }),
  })
  const anyCut = fc.record({
    line_item_id: fc.constant("l"), parcel_id: fc.constantFrom(null, "a", "b", "x"), quantity: fc.integer({ min: 0, max: 5 }), minor: fc.integer({ min: 0, max: 1_000_000 }),
  })

  test("law: exactly what was cut is given back, whatever happened since", () => {
    fc.assert(fc.property(fc.uniqueArray(anyCut, { selector: (each) => String(each.parcel_id), minLength: 1 }), line, (cuts, at) => {
      const back = giveBack(cuts, [at])
      expect(back.reduce((all, each) => all + each.minor, 0)).toBe(cuts.reduce((all, each) => all + each.minor, 0))
      expect(back.every((each) => each.minor > 0)).toBe(true)
    }))
  })
})

test("a won chargeback is the mirror of what was taken, without the fee; what has ended is passed on", () => {
  const shares = [{ account: "hold:h", amount: irr(60) }, { account: "merchant:m:payable", amount: irr(30) }, { account: "platform:loss", amount: irr(10) }]
  const won = chargebackWon({ id: "cb", provider: "pp", order_id: "o" }, shares, "irr", "the buyer had signed")
  expect(won).toMatchObject({ key: "chargeback:cb:mirror", kind: "mirror" })
  const passed = chargebackPassedOn("cb", [
    { hold_id: "h", merchant_id: "m", order_id: "o", to: "merchant", amount: irr(40) }, { hold_id: "h", merchant_id: "m", order_id: "o", to: "buyer", amount: irr(20) },
  ])
  expect(Object.fromEntries([...balances([won, passed])].map(([name, amount]) => [name, amount.minor]))).toEqual({
    "gateway:pp": -100, "hold:h": 0, "merchant:m:payable": 70, "platform:loss": 10, "buyer:o:refund_due": 20,
  })
})
