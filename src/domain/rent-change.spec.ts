import fc from "fast-check"

import { addDays, daysBetween, type Day } from "./calendar"
import { isRefusal, type ErrorCode } from "./errors"
import type { MonthKind } from "./jalali"
import { money, sum, type Money } from "./money"
import { changeOf, cutFrom, discountOf, freeFrom, giveBack, inForce, lastOf, nextTurn, paidUntil, priceOf, type ChangeTerms, type Discount, type PaidPeriod } from "./rent-change"
import { earnedThrough } from "./rent-period"
import type { InvoicePurpose, Tariff } from "./rental"

const irr = (minor: number): Money => money(minor, "irr")
const paid = (id: string, starts_on: Day, days: number, price: number, tax = 0): PaidPeriod => {
  const ends_on = addDays(starts_on, days)
  return { id, plan_version_id: "planv_1", invoice_id: `rinv_${id}`, starts_on, ends_on, anchored_on: starts_on, anchored_months: 1, price: irr(price), tax: irr(tax), cut_on: null }
}
const tariff: Tariff = { currency: "irr", tax_basis_points: 1_000, prices: [{ term_months: 1, price_minor: 9_000_000 }, { term_months: 12, price_minor: 96_000_000 }] }

function refusalOf(act: () => unknown, code: ErrorCode): boolean {
  try {
    act()
    return false
  } catch (caught) {
    return isRefusal(caught, code)
  }
}

describe("K15 what is left of a paid period", () => {
  test.each<[PaidPeriod[], Day, [Day, number][], string]>([
    //  periods                                            on            cut on, credited                              why
    [[paid("a", "2026-11-21", 30, 3_000_000)],             "2026-12-01", [["2026-12-01", 2_000_000]],                 "20 of 30 days"],
    [[paid("a", "2026-11-21", 30, 100)],                   "2026-12-01", [["2026-12-01", 66]],                        "66.7, rounded down"],
    [[paid("a", "2026-11-21", 30, 3_000_000)],             "2026-11-21", [["2026-11-21", 3_000_000]],                 "on its first day all of it"],
    [[paid("a", "2026-11-21", 30, 3_000_000)],             "2026-12-21", [],                                          "its last day is over"],
    [[paid("a", "2026-11-21", 30, 0)],                     "2026-12-01", [["2026-12-01", 0]],                         "a trial cost nothing"],
    [[paid("a", "2026-11-21", 30, 300), paid("b", "2026-12-21", 30, 900)], "2026-12-01", [["2026-12-01", 200], ["2026-12-21", 900]], "and what was paid ahead, whole"],
    [[{ ...paid("a", "2026-11-21", 30, 300), cut_on: "2026-11-25" }],      "2026-12-01", [],                          "cut before, its money went on then"],
  ])("of %# on %s: %j (%s)", (periods, day, expected) => {
    expect(cutFrom(periods, day).map((cut) => [cut.cut_on, cut.credited.minor])).toEqual(expected)
  })

  test("its tax follows its money", () => {
    expect(cutFrom([paid("a", "2026-11-21", 30, 3_000_000, 300_000)], "2026-12-01")[0]?.credited_tax.minor).toBe(200_000)
  })
})

describe("a discount", () => {
  test.each<[number, Discount | null, number, string]>([
    [1_000, null,                       0,     "none"],
    [1_000, { basis_points: 2_500 },    250,   "a quarter"],
    [999,   { basis_points: 5_000 },    500,   "what is left to pay rounds down"],
    [1_000, { basis_points: 10_000 },   1_000, "all of it"],
    [1_000, { amount: irr(300) },       300,   "an amount"],
    [1_000, { amount: irr(3_000) },     1_000, "never more than the price"],
  ])("of %i by %j takes off %i (%s)", (price, discount, off) => expect(discountOf(irr(price), discount).minor).toBe(off))

  test("in another currency is refused", () => {
    expect(refusalOf(() => discountOf(irr(1), { amount: money(1, "eur") }), "money_wrong_currency")).toBe(true)
  })
})

describe("K15 what a change costs", () => {
  test.each<[number, Discount | null, number, Record<string, number>, string]>([
    [1, null, 0,          { price: 9_000_000, credit: 0, net: 9_000_000, tax: 900_000, total: 9_900_000 },                          "nothing left from before"],
    [1, null, 2_000_000,  { credit: 2_000_000, excess: 0, net: 7_000_000, tax: 700_000, total: 7_700_000 },                         "the credit is net, its tax was paid"],
    [1, null, 9_000_000,  { credit: 9_000_000, excess: 0, net: 0, total: 0 },                                                       "to the rial"],
    [1, null, 12_000_000, { credit: 9_000_000, excess: 3_000_000, net: 0, total: 0 },                                               "more than it costs"],
    [1, { basis_points: 5_000 }, 5_000_000, { discount: 4_500_000, credit: 4_500_000, excess: 500_000, net: 0 },                    "after the coupon"],
    [12, null, 0,         { price: 96_000_000, saving: 12_000_000 },                                                                "a year saves against twelve months"],
  ])("%i months with %j and %i left: %j (%s)", (term, discount, unused, expected) => {
    const priced = priceOf(tariff, term, discount, irr(unused))
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, priced[name as keyof typeof priced].minor]))).toEqual(expected)
  })
})

const terms = (purpose: InvoicePurpose, net: number, price = 9_000_000): ChangeTerms =>
  ({ purpose, term_months: 1, months: "gregorian", price: irr(price), credit: irr(price - net), net: irr(net), tax: irr(net / 10) })

describe("K15 an upgrade", () => {
  const running = [paid("a", "2026-11-21", 30, 3_000_000, 300_000)]

  test("cuts what runs and begins at once, with the money of both", () => {
    expect(changeOf(terms("upgrade", 7_000_000), running, "2026-12-01")).toMatchObject({
      cuts: [{ period_id: "a", cut_on: "2026-12-01" }],
      period: { starts_on: "2026-12-01", ends_on: "2027-01-01", anchored_on: "2026-12-01", anchored_months: 1, price: irr(9_000_000), tax: irr(900_000) },
    })
  })

  test("with more credit than it costs is longer by whole days, and the rest of a day's rent stays in it", () => {
    const { period } = changeOf(terms("upgrade", 0, 9_300_000), [paid("a", "2026-11-01", 60, 24_600_002)], "2026-12-01")
    // 31 days cost 9,300,000: 300,000 a day.
    expect(period).toMatchObject({ ends_on: "2027-01-11", anchored_on: "2027-01-11", anchored_months: 0, price: irr(12_300_001) })
  })

  test.each<[Day, Day, number, string]>([
    ["2026-12-02", "2027-01-01", 8_900_000, "a day of the old plan, 100,000, is gone: of 31 days at 290,322 a day one less"],
    ["2026-12-06", "2027-01-04", 8_500_000, "five days gone, 500,000: two days less"],
    ["2026-12-25", "2027-01-18", 7_000_000, "the old plan is used up: 7,000,000 of 9,000,000 buy 24 days, never one"],
  ])("paid late, on %s, lasts until %s: as long as the money left by then buys at its price (%#)", (day, ends_on, price) => {
    expect(changeOf(terms("upgrade", 7_000_000), running, day).period).toMatchObject({ starts_on: day, ends_on, price: irr(price) })
  })

  test("whose credit would buy ten years and more is refused", () => {
    expect(refusalOf(() => changeOf(terms("upgrade", 0), [paid("a", "2026-12-01", 30, 10 ** 12)], "2026-12-01"), "rent_credit_too_large")).toBe(true)
  })

  test("K9 a renewal after a longer period counts on from its end: no day is swallowed", () => {
    const { period } = changeOf(terms("upgrade", 0, 9_300_000), [paid("a", "2026-11-01", 60, 24_600_000)], "2026-12-01")
    const upgraded: PaidPeriod = { ...period, id: "b", plan_version_id: "planv_2", invoice_id: null, cut_on: null }
    expect(changeOf(terms("renew", 9_000_000), [upgraded], "2026-12-20").period).toMatchObject({ starts_on: "2027-01-11", ends_on: "2027-02-11" })
  })
})

describe("O9 what a merchant may give up for nothing", () => {
  const [bought, free, later] = [paid("a", "2026-11-21", 30, 300), paid("b", "2026-12-21", 30, 0), paid("c", "2027-01-20", 30, 900)]
  test.each<[PaidPeriod[], Day, Day[], boolean, string]>([
    [[free],                "2026-12-25", ["2026-12-25"],               true,  "a trial, or a coupon covers it"],
    [[free],                "2026-12-21", ["2026-12-21"],               true,  "on its first day too"],
    [[free],                "2027-02-01", [],                           true,  "it has run out, and is in grace"],
    [[bought],              "2026-12-01", [],                           false, "it was paid for"],
    [[bought, free],        "2026-12-01", ["2026-12-21"],               false, "the paid term stays"],
    [[bought, free],        "2026-12-25", ["2026-12-25"],               true,  "the paid term is over"],
    [[free, later],         "2026-12-25", [],                           false, "a later one was paid for"],
    [[later, free, bought], "2026-12-01", [],                           false, "in whichever order they are read"],
  ])("of %# on %s: %j, whole: %s (%s)", (periods, day, cut, whole) => {
    const given = freeFrom(periods, day)
    expect([given.cuts.map(({ cut_on }) => cut_on), given.whole]).toEqual([cut, whole])
  })
})

describe("days given back", () => {
  test("what is paid ahead ends so many days later, and costs no more", () => {
    const back = giveBack([paid("a", "2026-11-21", 30, 3_000_000), paid("b", "2026-12-21", 31, 900)], "2026-12-01", 5)
    expect(back.cuts.map((cut) => cut.credited.minor)).toEqual([2_000_000, 900])
    expect(back.periods.map((each) => [each.starts_on, each.ends_on, each.price.minor])).toEqual([["2026-12-01", "2026-12-26", 2_000_000], ["2026-12-26", "2027-01-26", 900]])
  })

  test("a lease that has run out gets the days for nothing", () => {
    expect(giveBack([paid("a", "2026-11-21", 30, 3_000_000)], "2027-01-01", 5)).toMatchObject({ cuts: [], periods: [{ starts_on: "2027-01-01", ends_on: "2027-01-06", price: irr(0) }] })
  })

  test.each([0, -1, 1.5, 367])("%d days are refused", (count) => expect(refusalOf(() => giveBack([], "2026-12-01", count), "bad_days")).toBe(true))
})

describe("K15 the plan in force", () => {
  const basic = paid("a", "2026-11-21", 30, 300)
  const other: PaidPeriod = { ...paid("b", "2026-12-21", 31, 900), plan_version_id: "planv_2" }

  test.each<[PaidPeriod[], Day, string | undefined, Day | null, string]>([
    [[],                                     "2026-11-21", undefined, null,         "nothing was paid"],
    [[basic, other],                         "2026-12-20", "a",       "2026-12-21", "a downgrade waits for the term's end"],
    [[basic, other],                         "2026-12-21", "b",       null,         "and counts from its first day"],
    [[basic],                                "2027-01-01", "a",       null,         "in grace goes on what ran out"],
    [[basic],                                "2026-11-20", "a",       null,         "paid today for tomorrow"],
    [[{ ...basic, cut_on: "2026-12-01" }, { ...other, starts_on: "2026-12-01" }], "2026-12-01", "b", null, "an upgrade counts at once"],
    [[basic, { ...other, cut_on: "2026-12-21" }], "2026-12-25", "a", null,         "what was cut before it began never counts"],
  ])("of %# on %s is %s, until %s (%s)", (periods, day, id, turn) => {
    expect(inForce(periods, day)?.id).toBe(id)
    expect(nextTurn(periods, day)).toBe(turn)
  })

  test("a lease is paid until its last period ends, or was cut", () => {
    expect([paidUntil([]), paidUntil([basic, other]), paidUntil([{ ...basic, cut_on: "2026-12-01" }])]).toEqual([null, "2027-01-21", "2026-12-01"])
    expect(paidUntil([{ ...basic, cut_on: basic.starts_on }])).toBe(basic.starts_on) // given back on its first day: its shop closes
  })
})

/** A lease that lives only here: its periods, and what was paid and paid back. */
type Life = { periods: PaidPeriod[]; cuts: Map<string, number>; paid: number; tax: number; back: number }

const apply = (life: Life, cuts: { period_id: string; cut_on: Day; credited: Money }[]): void => {
  for (const cut of cuts) {
    life.cuts.set(cut.period_id, cut.credited.minor)
    life.periods = life.periods.map((each) => (each.id === cut.period_id ? { ...each, cut_on: cut.cut_on } : each))
  }
}

const earnedOf = (life: Life, day: Day): number =>
  life.periods.reduce((all, each) => all + earnedThrough({ ...each, credited: irr(life.cuts.get(each.id) ?? 0) }, day).minor, 0)

type Act = { kind: "pay" | "upgrade" | "give_back" | "credit" | "wait"; days: number; term: 1 | 12; minor: number; off: number }
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom<Act["kind"]>("pay", "upgrade", "give_back", "credit", "wait"), days: fc.integer({ min: 0, max: 40 }),
    term: fc.constantFrom<Act["term"]>(1, 12), minor: fc.integer({ min: 1, max: 10 ** 9 }), off: fc.integer({ min: 0, max: 10_000 }),
  }),
  { minLength: 1, maxLength: 12 },
)

function act(life: Life, { kind, term, minor, off, days }: Act, day: Day, months: MonthKind): void {
  if (kind === "credit") {
    const cuts = cutFrom(life.periods, day)
    apply(life, cuts)
    life.back += sum(cuts.map((cut) => cut.credited), "irr").minor
    return
  }
  if (kind === "give_back") {
    const back = giveBack(life.periods, day, days + 1)
    apply(life, back.cuts)
    life.periods.push(...back.periods.map((each, index) => ({ ...each, id: `${life.periods.length}/${index}`, cut_on: null })))
    return
  }
  const running = lastOf(life.periods)
  const purpose = kind === "upgrade" && running && running.ends_on > day ? "upgrade" : "renew"
  const rates: Tariff = { currency: "irr", tax_basis_points: 900, prices: [{ term_months: term, price_minor: minor }] }
  const unused = purpose === "upgrade" ? sum(cutFrom(life.periods, day).map((cut) => cut.credited), "irr") : irr(0)
  const priced = priceOf(rates, term, { basis_points: off }, unused)
  const wanted = { purpose, term_months: term, months, ...priced } as const
  let quoted
  try {
    quoted = changeOf(wanted, life.periods, day)
  } catch (caught) {
    if (isRefusal(caught, "rent_credit_too_large")) return
    throw caught
  }
  // What is quoted is what happens: the same facts give the same change.
  expect(changeOf(wanted, life.periods, day)).toEqual(quoted)
  expect(priced.net.minor).toBe(priced.price.minor - priced.discount.minor - priced.credit.minor)
  expect(quoted.period.price.minor).toBe(priced.net.minor + (purpose === "upgrade" ? unused.minor : 0))
  apply(life, quoted.cuts)
  life.periods.push({ ...quoted.period, id: String(life.periods.length), plan_version_id: "planv_1", invoice_id: null, cut_on: null })
  life.paid += priced.net.minor
  life.tax += priced.tax.minor
}

test("K15 law: over any sequence of changes what was paid = what is earned + what waits + what was paid back, to the rial", () => {
  fc.assert(
    fc.property(acts, fc.constantFrom<MonthKind>("jalali", "gregorian"), (sequence, months) => {
      const life: Life = { periods: [], cuts: new Map(), paid: 0, tax: 0, back: 0 }
      let day: Day = "2026-11-21"
      for (const each of sequence) {
        day = addDays(day, each.days)
        const before = earnedOf(life, addDays(day, -1))
        act(life, each, day, months)
        // No change reaches into days that are in the books already.
        expect(earnedOf(life, addDays(day, -1))).toBe(before)
        const waiting = life.periods.filter((period) => period.cut_on === null).reduce((all, period) => all + period.price.minor - earnedThrough({ ...period, credited: irr(0) }, day).minor, 0)
        expect(waiting).toBeGreaterThanOrEqual(0)
        expect(earnedOf(life, day) + waiting + life.back).toBe(life.paid)
      }
      // In the end all of it is earned, but for what was paid back; and no two periods that run share a day.
      expect(earnedOf(life, addDays(day, 20_000)) + life.back).toBe(life.paid)
      const running = life.periods.filter((period) => period.cut_on === null).sort((a, b) => daysBetween(b.starts_on, a.starts_on))
      expect(running.every((period, index) => index === 0 || (running[index - 1]?.ends_on ?? "") <= period.starts_on)).toBe(true)
    }),
    { numRuns: 300 },
  )
})
