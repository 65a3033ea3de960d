import fc from "fast-check"

import { takeUnits, type LineLeft } from "./packing"

const line = (quantity: number, amount_minor: number, line_item_id = "a"): LineLeft => ({ line_item_id, quantity, amount_minor })

test.each([
  // left           wanted  amount  why
  [line(3, 100),    1,      33,     "a third, and the odd unit stays"],
  [line(2, 67),     1,      34,     "the odd unit goes with the larger remainder, once"],
  [line(1, 33),     1,      33,     "the last one takes what is left"],
  [line(5, 0),      2,      0,      "a gift weighs nothing"],
  [line(7, 3),      2,      1,      "less money than units"],
])("%j, %i of them, carries %i: %s", (left, quantity, amount, _why) => {
  expect(takeUnits([left], [{ line_item_id: "a", quantity }], "so")).toEqual([{ line_item_id: "a", quantity, amount_minor: amount }])
})

test.each([
  // left                          wanted                                                            code                       why
  [[line(0, 0)],                   undefined,                                                        "nothing_left_to_ship",    "all is packed"],
  [[line(2, 10)],                  [{ line_item_id: "b", quantity: 1 }],                             "line_not_in_shop_order",  "another shop's line"],
  [[line(2, 10)],                  [{ line_item_id: "a", quantity: 3 }],                             "quantity_not_left",       "more than is left"],
  [[line(2, 10)],                  [{ line_item_id: "a", quantity: 1 }, { line_item_id: "a", quantity: 2 }], "quantity_not_left", "a line named twice is its sum"],
  [[line(0, 0), line(1, 5, "b")],  [{ line_item_id: "a", quantity: 1 }],                             "quantity_not_left",       "that line is packed already"],
])("%j without %j: %s, %s", (left, wanted, code, _why) => {
  expect(() => takeUnits(left, wanted, "so")).toThrow(expect.objectContaining({ code }))
})

test("without a list, everything that is left goes", () => {
  expect(takeUnits([line(2, 10), line(0, 0, "b"), line(1, 5, "c")], undefined, "so")).toEqual([line(2, 10), line(1, 5, "c")])
})

test("law: however a line is split into parcels, they sum to it, and none is below nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 2 ** 40 }), fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 }), (units, amount, cuts) => {
      let left = line(units, amount)
      let sum = 0
      for (const cut of [...cuts, units]) {
        if (left.quantity === 0) break
        const [taken] = takeUnits([left], [{ line_item_id: "a", quantity: Math.min(cut, left.quantity) }], "so")
        if (!taken) throw new Error("nothing taken")
        expect(taken.amount_minor).toBeGreaterThanOrEqual(0)
        sum += taken.amount_minor
        left = line(left.quantity - taken.quantity, left.amount_minor - taken.amount_minor)
      }
      expect(sum + left.amount_minor).toBe(amount)
      expect(left.quantity > 0 || left.amount_minor === 0).toBe(true)
    }),
  )
})
