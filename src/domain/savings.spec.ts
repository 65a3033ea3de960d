import fc from "fast-check"

import { money } from "./money"
import { rateFor, savingsOf, type CategoryRate, type Sale } from "./savings"

const irr = (minor: number) => money(minor, "irr")
const rates: CategoryRate[] = [{ category_id: null, basis_points: 800 }, { category_id: "pcat_books", basis_points: 500 }, { category_id: "pcat_gifts", basis_points: 1_200 }]
const sale = (amount: number, categories: string[] = [], version = 1): Sale => ({ version, categories, amount: irr(amount) })

describe("K8 the reference rate of a product", () => {
  test.each<[string[], string | null, number, string]>([
    [[],                             null,         800, "without a category the default"],
    [["pcat_shoes"],                 null,         800, "and with one that has no rate"],
    [["pcat_gifts"],                 "pcat_gifts", 1_200, "its category's"],
    [["pcat_gifts", "pcat_books"],   "pcat_books", 500, "of several the lowest: nothing is made to look better"],
  ])("in %j is %s's %i (%s)", (categories, category_id, basis_points) => expect(rateFor(rates, categories)).toEqual({ category_id, basis_points }))

  test("is nothing where no edition says one", () => expect(rateFor([], ["pcat_books"]).basis_points).toBe(0))
})

describe("K8 'you saved'", () => {
  test("is what a commission would have taken less the rent, line by line", () => {
    const found = savingsOf([sale(1_000_000, ["pcat_books"]), sale(500_000, ["pcat_books"]), sale(2_000_000)], new Map([[1, rates]]), irr(100_000))
    expect(found.lines).toEqual([
      { version: 1, category_id: null, basis_points: 800, sales: irr(2_000_000), commission: irr(160_000) },
      { version: 1, category_id: "pcat_books", basis_points: 500, sales: irr(1_500_000), commission: irr(75_000) },
    ])
    expect([found.sales.minor, found.commission.minor, found.saved.minor]).toEqual([3_500_000, 235_000, 135_000])
  })

  test("goes by the rates of the day: an edition later does not reach back", () => {
    const found = savingsOf([sale(1_000_000, [], 1), sale(1_000_000, [], 2)], new Map([[1, rates], [2, [{ category_id: null, basis_points: 1_000 }]]]), irr(0))
    expect(found.lines.map((line) => line.commission.minor)).toEqual([80_000, 100_000])
  })

  test("may be below nothing: rent without a sale saved nobody anything", () => expect(savingsOf([], new Map(), irr(500)).saved.minor).toBe(-500))

  test("law: the lines sum to the whole, and no line takes more than its sales", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ minor: fc.nat(10 ** 9), category: fc.constantFrom("pcat_books", "pcat_gifts", "pcat_shoes") })), fc.nat(10 ** 9), (sold, rent) => {
        const found = savingsOf(sold.map(({ minor, category }) => sale(minor, [category])), new Map([[1, rates]]), irr(rent))
        expect(found.sales.minor).toBe(sold.reduce((all, each) => all + each.minor, 0))
        expect(found.saved.minor).toBe(found.lines.reduce((all, line) => all + line.commission.minor, 0) - rent)
        return found.lines.every((line) => line.commission.minor <= line.sales.minor)
      }),
    )
  })
})
