import fc from "fast-check"

import { isRefusal, type ErrorCode } from "./errors"
import { add, allocate, display, exponentOf, floorDivide, fromDecimal, money, portion, subtract, sum, times, zero } from "./money"

const MOST = Number.MAX_SAFE_INTEGER
const irr = (minor: number) => money(minor, "irr")

function refusalOf(act: () => unknown, code: ErrorCode): boolean {
  try {
    act()
    return false
  } catch (caught) {
    return isRefusal(caught, code)
  }
}

const minors = fc.maxSafeInteger()
const amounts = fc.integer({ min: 0, max: MOST })

describe("an amount", () => {
  test.each<[number, string, ErrorCode | null, string]>([
    //  minor      currency  refused                why
    [0,            "irr",    null,                  "nothing is an amount"],
    [-5,           "irr",    null,                  "a debt is an amount"],
    [MOST,         "irr",    null,                  "the largest safe integer"],
    [-MOST,        "irr",    null,                  "and the smallest"],
    [MOST + 1,     "irr",    "money_out_of_range",  "beyond it two numbers look alike"],
    [-MOST - 1,    "irr",    "money_out_of_range",  "also below"],
    [1e300,        "irr",    "money_out_of_range",  "a whole number, but no safe one"],
    [Infinity,     "irr",    "money_out_of_range",  "no end"],
    [0.5,          "irr",    "money_not_whole",     "half a rial"],
    [0.1 + 0.2,    "usd",    "money_not_whole",     "a float"],
    [NaN,          "irr",    "money_not_whole",     "no number"],
    [1,            "IRR",    "currency_unknown",    "codes are written small"],
    [1,            "rial",   "currency_unknown",    "a code has three letters"],
    [1,            "",       "currency_unknown",    "no currency"],
  ])("%d %s: %s (%s)", (minor, currency, code) => {
    if (code === null) expect(money(minor, currency)).toEqual({ minor, currency })
    else expect(refusalOf(() => money(minor, currency), code)).toBe(true)
  })

  test("there is one zero", () => {
    expect(Object.is(money(-0, "irr").minor, 0)).toBe(true)
    expect(zero("irr")).toEqual(irr(0))
  })
})

describe("arithmetic", () => {
  test.each<[string, () => unknown, ErrorCode]>([
    ["two currencies do not add",             () => add(irr(1), money(1, "usd")),        "money_wrong_currency"],
    ["nor subtract",                          () => subtract(irr(1), money(1, "usd")),   "money_wrong_currency"],
    ["nor sum",                               () => sum([irr(1), money(1, "usd")], "irr"), "money_wrong_currency"],
    ["a sum beyond safe integers",            () => add(irr(MOST), irr(1)),              "money_out_of_range"],
    ["a difference beyond them",              () => subtract(irr(-MOST), irr(1)),        "money_out_of_range"],
    ["a product beyond them",                 () => times(irr(MOST), 2),                 "money_out_of_range"],
    ["a third of three, whole by luck",       () => times(irr(3), 1 / 3),                "money_not_whole"],
    ["half a time",                           () => times(irr(2), 0.5),                  "money_not_whole"],
  ])("refused: %s", (_, act, code) => expect(refusalOf(act, code)).toBe(true))

  test("sum of nothing is nothing, in its currency", () => expect(sum([], "usd")).toEqual(zero("usd")))
  test("R3 the source's own example: 2 × (2,000 − 1,000) × 100", () => {
    expect(times(subtract(irr(2_000), irr(1_000)), 2 * 100)).toEqual(irr(200_000))
  })

  test.each([
    //  minor   basis points  portion  why
    [10_000,    900,          900,     "9 % of a round amount"],
    [12_345,    900,          1_111,   "1,111.05 rounds down: what the marketplace takes"],
    [99,        5_000,        49,      "49.5 rounds down"],
    [-99,       5_000,        -50,     "down is down below zero too"],
    [MOST,      9_999,        9_006_298_534_815_516, "exact: a float would make it 517"],
    [1,         1,            0,       "less than one unit is nothing"],
  ])("portion of %d by %d basis points is %d (%s)", (minor, points, expected) => expect(portion(irr(minor), points)).toEqual(irr(expected)))

  test.each([
    [7n, 2n, 3], [-7n, 2n, -4], [7n, -2n, -4], [-7n, -2n, 3], [6n, 3n, 2], [-6n, 3n, -2], [0n, 5n, 0],
  ])("floorDivide(%s, %s) is %s", (above, below, expected) => expect(floorDivide(above, below)).toBe(expected))

  test("law: what is added can be taken away again", () => {
    fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => {
      expect(subtract(add(irr(a), irr(b)), irr(b))).toEqual(irr(a))
    }))
  })
})

describe("allocation by largest remainder", () => {
  test.each<[number, number[], number[], string]>([
    //  total  weights          parts            why
    [100,      [1, 1, 1],       [34, 33, 33],    "the unit left over goes to the first among equals"],
    [101,      [1, 1, 1],       [34, 34, 33],    "then to the second"],
    [10,       [3, 3, 4],       [3, 3, 4],       "no remainder"],
    [1,        [1, 99],         [0, 1],          "the larger remainder, not the first"],
    [0,        [5, 5],          [0, 0],          "nothing to share"],
    [7,        [0, 0],          [7, 0],          "nobody has a weight: the first takes all"],
    [7,        [0, 1],          [0, 7],          "no weight, no part"],
    [5,        [1],             [5],             "one part is the whole"],
    [MOST,     [MOST, MOST],    [4_503_599_627_370_496, 4_503_599_627_370_495], "exact at the edge"],
  ])("%d over %j is %j (%s)", (total, weights, parts) => {
    expect(allocate(irr(total), weights).map((part) => part.minor)).toEqual(parts)
  })

  test.each<[number, number[], ErrorCode, string]>([
    [-1,  [1],        "money_negative",      "nothing to hand out"],
    [1,   [1, -1],    "money_negative",      "a negative share"],
    [1,   [0.5],      "money_not_whole",     "half a weight"],
    [1,   [NaN],      "money_not_whole",     "no weight at all"],
    [1,   [MOST + 1], "money_out_of_range",  "a weight beyond safe integers"],
    [1,   [],         "money_without_parts", "the rial would be lost"],
  ])("%d over %j is refused: %s (%s)", (total, weights, code) => {
    expect(refusalOf(() => allocate(irr(total), weights), code)).toBe(true)
  })

  test("law: the parts sum to the whole, and none is a unit off its exact share", () => {
    fc.assert(fc.property(amounts, fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 12 }), (total, weights) => {
      const parts = allocate(irr(total), weights)
      expect(parts.reduce((all, part) => all + BigInt(part.minor), 0n)).toBe(BigInt(total))
      const whole = weights.reduce((all, weight) => all + BigInt(weight), 0n)
      if (whole === 0n) return
      weights.forEach((weight, i) => {
        const off = BigInt(parts[i]?.minor ?? -1) * whole - BigInt(total) * BigInt(weight)
        expect(off > -whole && off < whole).toBe(true)
      })
    }))
  })
})

describe("decimals and display", () => {
  test.each<[string | number, string, number, string]>([
    //  decimal        currency  minor      why
    ["12345",          "irr",    12_345,    "the rial is counted whole"],
    ["36331.335",      "irr",    36_331,    "Medusa does not round; below a half goes down"],
    ["36331.5",        "irr",    36_332,    "a half goes away from zero"],
    ["-36331.5",       "irr",    -36_332,   "also below zero"],
    ["19.99",          "usd",    1_999,     "exact on the text, where 19.99 × 100 is 1998.9999999999998"],
    [19.99,            "usd",    1_999,     "also from a number"],
    ["1.005",          "usd",    101,       "a half, which a float would lose"],
    ["1.2345",         "kwd",    1_235,     "three digits after the point"],
    [" 7 ",            "jpy",    7,         "spaces around"],
    [1e21,             "irr",    NaN,       "beyond"],
    [1e-7,             "usd",    0,         "as JavaScript writes small numbers"],
    ["1e3",            "usd",    100_000,   "an exponent"],
    ["-0",             "irr",    0,         "one zero"],
  ])("%s %s is %d minor units (%s)", (decimal, currency, minor) => {
    if (Number.isNaN(minor)) expect(refusalOf(() => fromDecimal(decimal, currency), "money_out_of_range")).toBe(true)
    else expect(fromDecimal(decimal, currency)).toEqual(money(minor, currency))
  })

  test("fractions of a minor unit, where proportions matter", () => {
    expect(fromDecimal("36331.3354", "irr", 3)).toEqual(irr(36_331_335))
  })

  test.each<[string | number, ErrorCode, string]>([
    ["",                "money_not_whole",    "nothing"],
    ["1,000",           "money_not_whole",    "a separator could be a decimal comma"],
    ["12 000",          "money_not_whole",    "a gap"],
    ["۱۲",              "money_not_whole",    "digits are Latin by the time they come here"],
    [".5",              "money_not_whole",    "no whole part"],
    ["0x10",            "money_not_whole",    "another base"],
    [NaN,               "money_not_whole",    "no number"],
    [Infinity,          "money_not_whole",    "no end"],
    ["9007199254740992", "money_out_of_range", "one beyond the largest safe integer"],
    ["1e400",           "money_out_of_range", "beyond every float"],
    ["1e999999999",     "money_out_of_range", "a number that would fill the memory"],
    ["1e-999999999",    "money_out_of_range", "or its inverse"],
    ["9".repeat(500),   "money_out_of_range", "many digits"],
  ])("%s is refused: %s (%s)", (decimal, code) => expect(refusalOf(() => fromDecimal(decimal, "irr"), code)).toBe(true))

  test.each([
    //  minor      currency  shown                why
    [12_345_000,   "irr",    "12,345,000 IRR",    "whole rial"],
    [1_999,        "usd",    "19.99 USD",         "cents"],
    [5,            "usd",    "0.05 USD",          "less than a dollar"],
    [-5,           "usd",    "-0.05 USD",         "owed"],
    [0,            "irr",    "0 IRR",             "nothing"],
    [1_234_567,    "kwd",    "1,234.567 KWD",     "three digits after the point"],
    [-1_000,       "irr",    "-1,000 IRR",        "no comma after the sign"],
    [999,          "irr",    "999 IRR",           "no comma before its time"],
  ])("%d %s is shown as %s (%s)", (minor, currency, shown) => expect(display(money(minor, currency))).toBe(shown))

  test("law: what is shown reads back as the same amount", () => {
    fc.assert(fc.property(minors, fc.constantFrom("irr", "usd", "kwd"), (minor, currency) => {
      const text = display(money(minor, currency)).replace(/,| \w+$/g, "")
      expect(fromDecimal(text, currency)).toEqual(money(minor, currency))
    }))
  })

  test.each([["irr", 0], ["usd", 2], ["iqd", 3], ["zzz", 2]])("%s has %d digits after the point", (currency, digits) => {
    expect(exponentOf(currency)).toBe(digits)
  })
})
