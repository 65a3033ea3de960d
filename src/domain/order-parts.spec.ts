import fc from "fast-check"

import { splitCapture, splitOrder, type OrderFacts } from "./order-parts"

const leather = { shop_id: "shop_leather", merchant_id: "mer_1" }
const tea = { shop_id: "shop_tea", merchant_id: "mer_2" }
const charge = (place: typeof leather | null, total: string, tax = "0", line_id: string | null = "line") => ({ line_id, quantity: 1, place, total, tax })
const order = (total: string, ...charges: OrderFacts["charges"]): OrderFacts => ({ currency: "irr", total, charges })

const summary = (facts: OrderFacts) => {
  const { total, parts, own_income, own_tax } = splitOrder(facts)
  return { total: total.minor, parts: parts.map((part) => [part.shop_id, part.amount.minor]), own: [own_income.minor, own_tax.minor] }
}

describe("K1 K2 an order falls into one part for each shop, and the marketplace's own", () => {
  test.each([
    ["two shops",                          order("300", charge(leather, "100"), charge(tea, "200")),          { total: 300, parts: [["shop_leather", 100], ["shop_tea", 200]], own: [0, 0] }],
    ["two lines of one shop are one part", order("300", charge(leather, "100"), charge(leather, "200")),      { total: 300, parts: [["shop_leather", 300]], own: [0, 0] }],
    ["own lines, their tax apart",         order("327", charge(null, "109", "9"), charge(tea, "218", "18")),  { total: 327, parts: [["shop_tea", 218]], own: [100, 9] }],
    ["a shop's tax stays in its part",     order("109", charge(leather, "109", "9")),                         { total: 109, parts: [["shop_leather", 109]], own: [0, 0] }],
    ["shipping is the marketplace's",      order("150", charge(tea, "100"), charge(null, "50", "0", null)),   { total: 150, parts: [["shop_tea", 100]], own: [50, 0] }],
    ["freight collect costs nothing here", order("100", charge(tea, "100"), charge(null, "0", "0", null)),    { total: 100, parts: [["shop_tea", 100]], own: [0, 0] }],
    ["Medusa does not round: we do, once", order("36331.335", charge(leather, "36331.335")),                  { total: 36331, parts: [["shop_leather", 36331]], own: [0, 0] }],
    ["halves go up",                       order("0.5", charge(leather, "0.5")),                              { total: 1, parts: [["shop_leather", 1]], own: [0, 0] }],
    ["the largest remainder gets the unit", order("101", charge(leather, "33.4"), charge(tea, "67.6")),       { total: 101, parts: [["shop_leather", 33], ["shop_tea", 68]], own: [0, 0] }],
    ["a gift of everything",               order("0", charge(leather, "0")),                                  { total: 0, parts: [["shop_leather", 0]], own: [0, 0] }],
  ])("%s", (_why, facts, expected) => {
    expect(summary(facts)).toEqual(expected)
  })

  const decimals = fc.tuple(fc.integer({ min: 0, max: 2_000_000_000 }), fc.integer({ min: 0, max: 999 })).map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`)
  const charges = fc.array(fc.tuple(fc.constantFrom(leather, tea, null), decimals).map(([place, total]) => charge(place, total)), { minLength: 1, maxLength: 30 })

  test("law: the parts sum to the order's total, and no part is further than a unit a line from Medusa's", () => {
    fc.assert(fc.property(charges, (all) => {
      const thousandths = all.reduce((sum, { total }) => sum + BigInt(total.replace(".", "")), 0n)
      const total = `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, "0")}`
      const split = splitOrder(order(total, ...all))
      const parts = split.parts.reduce((sum, part) => sum + part.amount.minor, 0)
      expect(parts + split.own_income.minor + split.own_tax.minor).toBe(split.total.minor)
      for (const part of split.parts) {
        const lines = part.lines.reduce((sum, line) => sum + line.amount.minor, 0)
        expect(lines).toBe(part.amount.minor)
        const theirs = all.filter((each) => each.place?.shop_id === part.shop_id)
        const exact = theirs.reduce((sum, { total: text }) => sum + Number(text), 0)
        expect(Math.abs(part.amount.minor - exact)).toBeLessThanOrEqual(theirs.length + 1)
      }
    }))
  })
})

describe("P2 a capture funds what is still unfunded", () => {
  const irr = (minor: number) => ({ minor, currency: "irr" })
  test.each([
    // captured  claims [due, funded]…           shares       excess  why
    [300,        [[100, 0], [200, 0]],           [100, 200],       0, "the whole is captured at once"],
    [150,        [[100, 0], [200, 0]],           [50, 100],        0, "half of it: pro rata"],
    [100,        [[100, 0], [100, 0], [100, 0]], [34, 33, 33],     0, "the odd unit goes to the first"],
    [150,        [[100, 50], [200, 100]],        [50, 100],        0, "the second half fills each to the brim"],
    [400,        [[100, 0], [200, 0]],           [100, 200],     100, "what the order does not explain"],
    [50,         [[100, 100]],                   [],              50, "nothing was open"],
  ])("%i over %j", (captured, claims, shares, excess, _why) => {
    const split = splitCapture(irr(captured), claims.map(([due = 0, funded = 0], i) => ({ account: `hold:${i}`, due, funded })))
    expect(split.shares.map((share) => share.amount.minor)).toEqual(shares)
    expect(split.excess.minor).toBe(excess)
  })

  test("law: however the whole is cut into captures, each claim ends with exactly its due", () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 })
    const dues = fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 10 })
    fc.assert(fc.property(dues, cuts, (due, cut) => {
      const whole = due.reduce((sum, each) => sum + each, 0)
      const captures = cut.map((each) => Math.floor((each * whole) / (cut.reduce((sum, one) => sum + one, 0)))) // floats here only choose the cuts
      captures.push(whole - captures.reduce((sum, each) => sum + each, 0))
      const funded = due.map(() => 0)
      for (const captured of captures.filter((each) => each > 0)) {
        const claims = due.map((each, i) => ({ account: `hold:${i}`, due: each, funded: funded[i] ?? 0 }))
        for (const share of splitCapture(irr(captured), claims).shares) {
          const index = Number(share.account.slice("hold:".length))
          funded[index] = (funded[index] ?? 0) + share.amount.minor
        }
      }
      expect(funded).toEqual(due)
    }))
  })
})
