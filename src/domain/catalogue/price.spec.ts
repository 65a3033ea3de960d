import fc from "fast-check"

import { checkPricing, priceOf, type Priced } from "./price"

const irr = (rate: string, rounding_minor: number) => ({ currency: "irr", rate, rounding_minor })

//  price            pricing                                            result                                why
const cases: [string, { currency: string; rate: string; rounding_minor: number }, Priced, string][] = [
  ["10.99",          irr("420000", 10_000),                             { minor: 4_620_000 },                 "4,615,800 lies nearer to 4,620,000"],
  ["10",             irr("420000", 1),                                  { minor: 4_200_000 },                 "a whole price stays whole"],
  ["1.15",           irr("100", 10),                                    { minor: 120 },                       "exactly half goes up"],
  ["1.149999999",    irr("100", 10),                                    { minor: 110 },                       "a hair below half goes down: no float sees it as half"],
  ["0.01",           irr("1", 1),                                       { refused: "price_not_above_zero" },  "rounded away it would be free"],
  ["0.00",           irr("420000", 10_000),                             { refused: "price_not_above_zero" },  "the real catalogues have such rows"],
  ["0.5",            irr("1", 1),                                       { minor: 1 },                         "half a rial goes up to one"],
  ["19.99",          { currency: "usd", rate: "1", rounding_minor: 1 }, { minor: 1_999 },                     "a currency with cents counts cents"],
  ["19.99",          { currency: "usd", rate: "0.94", rounding_minor: 5 }, { minor: 1_880 },                  "18.7906 to the next five cents"],
  ["1.5",            { currency: "kwd", rate: "1", rounding_minor: 1 }, { minor: 1_500 },                     "three digits after the point"],
  ["",               irr("1", 1),                                       { refused: "price_missing" },         "nothing was written"],
  ["-5",             irr("1", 1),                                       { refused: "price_malformed" },       "no negative price"],
  ["1,200",          irr("1", 1),                                       { refused: "price_malformed" },       "a comma could mean either"],
  ["5 USD",          irr("1", 1),                                       { refused: "price_malformed" },       "the currency is told once"],
  ["1e3",            irr("1", 1),                                       { refused: "price_malformed" },       "no powers"],
  ["99999999999999", irr("420000", 1),                                  { refused: "price_too_large" },       "beyond safe integers"],
]
test.each(cases)("%s at %j is %j: %s", (price, pricing, result) => {
  expect(priceOf(price, pricing)).toEqual(result)
})

//  pricing                                                    code                   why
const refusals: [{ currency: string; rate: string; rounding_minor: number }, string, string][] = [
  [{ currency: "irr", rate: "0", rounding_minor: 1 },          "rate_malformed",      "everything would be free"],
  [{ currency: "irr", rate: "0.000", rounding_minor: 1 },      "rate_malformed",      "so it would here"],
  [{ currency: "irr", rate: "-1", rounding_minor: 1 },         "rate_malformed",      "no negative rate"],
  [{ currency: "irr", rate: "4.2e5", rounding_minor: 1 },      "rate_malformed",      "plain decimals only"],
  [{ currency: "irr", rate: "1", rounding_minor: 0 },          "rounding_malformed",  "no multiple of zero"],
  [{ currency: "irr", rate: "1", rounding_minor: 0.5 },        "rounding_malformed",  "no part of a rial"],
  [{ currency: "rial", rate: "1", rounding_minor: 1 },         "currency_unknown",    "three letters"],
]
test.each(refusals)("pricing %j is refused with %s: %s", (pricing, code) => {
  expect(() => checkPricing(pricing)).toThrow(expect.objectContaining({ code }))
})

const decimal = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 9_999 }))
  .map(([whole, fraction]) => ({ text: `${whole}.${String(fraction).padStart(4, "0")}`, ten_thousandths: BigInt(whole) * 10_000n + BigInt(fraction) }))

test("law: the rounded price is the multiple nearest to the exact one, the upper one in the middle", () => {
  fc.assert(fc.property(decimal, decimal, fc.integer({ min: 1, max: 100_000 }), (price, rate, rounding_minor) => {
    fc.pre(rate.ten_thousandths > 0n)
    const priced = priceOf(price.text, irr(rate.text, rounding_minor))
    const minor = "minor" in priced ? BigInt(priced.minor) : 0n
    const exact = price.ten_thousandths * rate.ten_thousandths // in 10^-8 rial
    const half = BigInt(rounding_minor) * 100_000_000n / 2n
    const off = minor * 100_000_000n - exact
    expect(minor % BigInt(rounding_minor)).toBe(0n)
    expect(off <= half && off > -half).toBe(true)
  }))
})

test("law: a dearer row never becomes cheaper", () => {
  fc.assert(fc.property(decimal, decimal, (a, b) => {
    const minor = (text: string) => { const priced = priceOf(text, irr("420000", 10_000)); return "minor" in priced ? priced.minor : 0 }
    expect(a.ten_thousandths <= b.ten_thousandths ? minor(a.text) <= minor(b.text) : minor(a.text) >= minor(b.text)).toBe(true)
  }))
})
