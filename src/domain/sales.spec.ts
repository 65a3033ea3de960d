import fc from "fast-check"

import { money } from "./money"
import { sharesOfMove, type SoldPiece } from "./sales"

const piece = (product_id: string, weight: number): SoldPiece => ({ product_id, category_ids: ["pcat_1"], weight })
const shares = (minor: number, pieces: SoldPiece[]) => sharesOfMove({ at: 0, amount: money(minor, "irr"), pieces }).map((each) => [each.product_id, each.amount.minor])

describe("K8 what was sold", () => {
  test.each<[string, number, SoldPiece[], [string | null, number][]]>([
    ["all that was released, piece by piece",                      300,  [piece("a", 100), piece("b", 200)],                 [["a", 100], ["b", 200]]],
    ["of what a case split, each piece's share of what was kept",  100,  [piece("a", 100), piece("b", 200)],                 [["a", 33], ["b", 67]]],
    ["less what was taken back, by the same shares",               -100, [piece("a", 100), piece("b", 200)],                 [["a", -33], ["b", -67]]],
    ["of no known piece, nobody's product",                        50,   [],                                                 [[null, 50]]],
    ["nothing of a gift among what cost something",                10,   [piece("gift", 0), piece("a", 10)],                 [["a", 10]]],
  ])("is %s", (_what, minor, pieces, sold) => expect(shares(minor, pieces)).toEqual(sold))

  test("law: the shares are the whole, each with the sign of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.array(fc.nat(10 ** 6), { maxLength: 8 }), (minor, weights) => {
        const all = sharesOfMove({ at: 0, amount: money(minor, "irr"), pieces: weights.map((weight, i) => piece(`p${i}`, weight)) })
        expect(all.reduce((sum, each) => sum + each.amount.minor, 0)).toBe(minor)
        return all.every((each) => Math.sign(each.amount.minor) === Math.sign(minor))
      }),
    )
  })
})
