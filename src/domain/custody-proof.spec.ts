import fc from "fast-check"

import { compare, isGreen, openTotal, sheetsOf, shown, type LedgerMove, type OutsideMove } from "./custody-proof"

const taken = (amount: string, recent = false): OutsideMove => ({ kind: "capture", id: "capt", provider: "pp", currency: "irr", amount, recent })
const given = (amount: string): OutsideMove => ({ ...taken(amount), kind: "refund" })
const booked = (minor: number, recent = false): LedgerMove => ({ kind: "capture", provider: "pp", currency: "irr", minor, recent })
const returned = (minor: number): LedgerMove => ({ ...booked(minor), kind: "refund" })

describe("one subject's captures and refunds", () => {
  test.each<[OutsideMove[], LedgerMove[], string, string]>([
    //  Medusa                                ledger                          verdict         why
    [[taken("1000")],                        [booked(1000)],                 "equal",        "what was taken is in the books"],
    [[],                                     [],                             "equal",        "an order nobody paid"],
    [[taken("36331.335")],                   [booked(36331)],                "rounding",     "Medusa does not round; the books rounded once"],
    [[taken("1.4"), taken("1.4"), taken("1.4")], [booked(3)],                "rounding",     "less than one unit for each of three captures"],
    [[taken("1000")],                        [booked(999)],                  "difference",   "a whole unit is no rounding"],
    [[taken("1000")],                        [],                             "difference",   "money that is in no hold"],
    [[],                                     [booked(1000)],                 "difference",   "money that nobody took"],
    [[taken("1000", true)],                  [],                             "under way",    "captured a moment ago"],
    [[],                                     [booked(1000, true)],           "under way",    "booked a moment ago"],
    [[taken("1001")],                        [booked(1000, true)],           "difference",   "booked a moment ago, and not what was taken long since"],
    [[taken("1000"), given("400")],          [booked(1000), returned(400)],  "equal",        "given back and booked"],
    [[taken("1000"), given("400")],          [booked(1000)],                 "difference",   "a refund that no journal knows"],
    [[taken("1000")],                        [booked(1000), returned(400)],  "difference",   "a refund that Medusa does not know"],
    [[taken("1000"), given("1000")],         [],                             "difference",   "two mistakes that cancel out are still two"],
  ])("K2 %j against %j: %s", (outside, ledger, verdict) => {
    const { differences, roundings, under_way } = compare({ subject: "order_1", outside, ledger })
    expect({ differences: differences.length > 0, roundings: roundings.length > 0, under_way })
      .toEqual({ differences: verdict === "difference", roundings: verdict === "rounding", under_way: verdict === "under way" })
  })

  test("a difference names the subject and both amounts, with the fraction", () => {
    const { differences } = compare({ subject: "order_1", outside: [taken("36331.335")], ledger: [booked(30000)] })
    expect(differences).toEqual([
      { subject: "order_1", kind: "capture", provider: "pp", medusa: "36,331.335 IRR", ledger: "30,000 IRR", difference: "-6,331.335 IRR" },
    ])
  })

  test("providers and currencies do not pay for each other", () => {
    const other: LedgerMove = { ...booked(1000), provider: "another" }
    expect(compare({ subject: "order_1", outside: [taken("1000")], ledger: [other] }).differences).toHaveLength(2)
  })

  test("law: what is booked as it was taken never differs, and one unit more always does", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 10 ** 12 }), { minLength: 1, maxLength: 5 }), (amounts) => {
      const outside = amounts.map((minor) => taken(String(minor)))
      const ledger = amounts.map((minor) => booked(minor))
      expect(compare({ subject: "s", outside, ledger })).toEqual({ differences: [], roundings: [], under_way: false })
      const off = compare({ subject: "s", outside, ledger: [...ledger, booked(amounts.length)] })
      expect(off.differences).toHaveLength(1)
    }))
  })
})

test.each([
  [36331335n, "irr", "36,331.335 IRR"],
  [1000n,     "irr", "1 IRR"],
  [-500n,     "irr", "-0.5 IRR"],
  [1999500n,  "usd", "19.995 USD"],
])("%s thousandths of %s read %s", (thousandths, currency, text) => expect(shown(thousandths, currency)).toBe(text))

describe("the sheet of a currency", () => {
  const kept = (place: string, minor: number, above_zero = Math.max(0, minor)) => ({ place, currency: "irr", minor, above_zero })
  const open = (name: string, minor: number) => openTotal({ name, currency: "irr", minor })

  test.each([
    [[open("gateway:pp", -1000), kept("hold", 1000)],                                              0,   true,  "all of it is the buyers'"],
    [[open("gateway:pp", -1000), kept("hold", 900), open("platform:order_income", 100)],         100,   true,  "income is the marketplace's own"],
    [[open("gateway:pp", -1000), open("bank:b", 400), kept("hold", 600)],                          0,   true,  "paid out by the bank, not yet moved there from the gateway"],
    [[open("gateway:pp", -1000), kept("merchant:payable", 900, 1100), kept("hold", 100)],       -200,   false, "one merchant's debt does not pay another"],
    [[open("gateway:pp", -1000), kept("hold", 1000), open("platform:owner", -50), open("bank:b", 50)], -50, false, "the owner took what was the buyers'"],
    [[open("gateway:pp", -1000), open("platform:tax_due", 90), open("suspense:overpaid", 910)],    0,   true,  "tax and what nobody understands are not ours"],
  ])("K2 %j leaves %i of its own, covered: %s", (totals, own, covered) => {
    expect(sheetsOf(totals)).toMatchObject([{ currency: "irr", own, covered }])
  })

  test("K2 green needs every currency covered and no difference", () => {
    const good = sheetsOf([open("gateway:pp", -10), kept("hold", 10)])
    const bad = sheetsOf([kept("hold", 10)])
    expect([isGreen([], 0), isGreen(good, 0), isGreen(good, 1), isGreen([...good, ...bad], 0)]).toEqual([true, true, false, false])
  })
})
