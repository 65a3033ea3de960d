import fc from "fast-check"

import { addDays, daysBetween, type Day } from "./calendar"
import { account } from "./chart"
import { isRefusal } from "./errors"
import { balances, journalKinds } from "./journal"
import { money } from "./money"
import { earnedOn, earnedThrough, earnedUntil, nextPeriod, rentCredited, rentEarned, rentPaid, type Period, type Schedule } from "./rent-period"

const irr = (minor: number) => money(minor, "irr")
const period = (starts_on: Day, ends_on: Day, anchored_on: Day, anchored_months: number): Period => ({ starts_on, ends_on, anchored_on, anchored_months })

describe("periods", () => {
  const shahrivar = period("2026-09-22", "2026-10-22", "2026-09-22", 1) // 31 Shahrivar to 30 Mehr

  test.each<[Period | null, Day, number, Day, Day, number, string]>([
    //  last      paid on       term  starts        ends          anchored  why
    [null,       "2026-11-21",  1,   "2026-11-21", "2026-12-21",  1,       "30 Aban to 30 Azar"],
    [null,       "2026-11-21",  12,  "2026-11-21", "2027-11-21",  12,      "a year"],
    [shahrivar,  "2026-10-01",  1,   "2026-10-22", "2026-11-21",  2,       "paid early: from the end of the running one"],
    [shahrivar,  "2026-10-22",  1,   "2026-10-22", "2026-11-21",  2,       "paid on the last moment: no day lost, none free"],
    [shahrivar,  "2026-10-25",  1,   "2026-10-25", "2026-11-24",  1,       "paid in grace: from the payment, newly anchored"],
    [shahrivar,  "2027-03-01",  1,   "2027-03-01", "2027-03-30",  1,       "long ended: 10 Esfand to 10 Farvardin"],
  ])("K9 after %j paid on %s for %i: %s to %s, %i months from its anchor (%s)", (last, day, term, starts_on, ends_on, anchored_months) => {
    expect(nextPeriod(last, day, term, "jalali")).toMatchObject({ starts_on, ends_on, anchored_months })
  })

  test("K9 a day whose rent is in the books already is not sold again", () => {
    expect(nextPeriod(null, "2026-11-21", 1, "gregorian", "2026-11-22")).toMatchObject({ starts_on: "2026-11-22", ends_on: "2026-12-22" })
    expect(nextPeriod(null, "2026-11-21", 1, "gregorian", "2026-11-01")).toMatchObject({ starts_on: "2026-11-21" })
  })

  test("K9 law: renewed month by month in time, a lease ends where one long term would have", () => {
    const days = fc.integer({ min: 0, max: 3_000 }).map((count) => addDays("2024-01-01", count))
    fc.assert(
      fc.property(days, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }), fc.constantFrom("jalali" as const, "gregorian" as const), (day, terms, months) => {
        const renewed = terms.reduce<Period | null>((last, term) => {
          const appended = nextPeriod(last, day, term, months)
          if (last) expect(appended.starts_on).toBe(last.ends_on)
          return appended
        }, null)
        const whole = nextPeriod(null, day, terms.reduce((all, term) => all + term, 0), months)
        expect(renewed?.ends_on).toBe(whole.ends_on)
      }),
    )
  })
})

describe("proration", () => {
  test.each([
    //  price  days  passed  earned  why
    [100,      3,    0,      0,      "nothing has passed"],
    [100,      3,    1,      33,     "a third, rounded down"],
    [100,      3,    2,      66,     "two thirds, rounded down"],
    [100,      3,    3,      100,    "the last day takes what rounding left"],
    [100,      3,    9,      100,    "long over"],
    [100,      3,    -2,     0,      "not begun"],
    [2,        30,   14,     0,      "less than a rial a day"],
    [2,        30,   15,     1,      "a rial in half the time"],
    [9_007_199_254_740_991, 365, 364, 8_982_521_996_508_823, "exact beyond 2^53 in the middle"],
  ])("%d over %d days, %d passed: %d (%s)", (price, days, passed, earned) => {
    expect(earnedUntil(irr(price), days, passed).minor).toBe(earned)
  })

  test("a period has days", () => {
    try {
      earnedUntil(irr(1), 0, 0)
      throw new Error("not refused")
    } catch (caught) {
      expect(isRefusal(caught, "bad_days")).toBe(true)
    }
  })

  const schedules = fc
    .record({ minor: fc.integer({ min: 0, max: 10 ** 12 }), days: fc.integer({ min: 1, max: 400 }), cut: fc.option(fc.nat(399)) })
    .map(({ minor, days, cut }): Schedule => {
      const starts_on = "2026-11-21"
      const at = cut === null || cut >= days ? null : cut
      const unused = at === null ? 0 : Math.floor((minor * (days - at)) / days)
      return { starts_on, ends_on: addDays(starts_on, days), price: irr(minor), cut_on: at === null ? null : addDays(starts_on, at), credited: irr(unused) }
    })

  test("law: the days of a period sum to its price less what was credited, none is below zero, and none lies outside", () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const days = daysBetween(schedule.starts_on, schedule.ends_on)
        const each = Array.from({ length: days + 20 }, (_, index) => earnedOn(schedule, addDays(schedule.starts_on, index - 10)).minor)
        expect(each.every((minor) => minor >= 0)).toBe(true)
        expect(each.slice(0, 10).every((minor) => minor === 0)).toBe(true)
        expect(each.slice(10 + days).every((minor) => minor === 0)).toBe(true)
        expect(each.reduce((all, minor) => all + minor, 0)).toBe(schedule.price.minor - schedule.credited.minor)
      }),
    )
  })

  test("law: by the end of any day the days so far sum to what is earned through it", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 420 }), (schedule, count) => {
        const each = Array.from({ length: count + 1 }, (_, index) => earnedOn(schedule, addDays(schedule.starts_on, index)).minor)
        expect(earnedThrough(schedule, addDays(schedule.starts_on, count)).minor).toBe(each.reduce((all, minor) => all + minor, 0))
      }),
    )
  })
})

describe("journals", () => {
  test("K8 rent paid waits to be earned, its tax is owed, and the merchant's own money is not touched", () => {
    const paid = rentPaid({ id: "rinv_1", number: "1405-000001", net: irr(5_000_000), tax: irr(500_000) }, account.gateway("pp_system_default"))
    expect(paid).toMatchObject({ key: "rent:rinv_1:paid", kind: "rent_paid" })
    expect(Object.fromEntries([...balances([paid])].map(([name, { minor }]) => [name, minor]))).toEqual({
      "gateway:pp_system_default": -5_500_000, [account.rentDeferred]: 5_000_000, [account.taxDue]: 500_000,
    })
  })

  test("K8 rent paid from the balance takes it from what is payable to the merchant, and may not overdraw", () => {
    const paid = rentPaid({ id: "rinv_1", number: "1405-000001", net: irr(5_000_000), tax: irr(500_000) }, account.payable("mer_1"))
    expect(balances([paid]).get(account.payable("mer_1"))).toEqual(irr(-5_500_000))
    expect(journalKinds[paid.kind].overdraws).toBe(false)
  })

  test("a credit note gives back what was not used, with its tax", () => {
    const credited = rentCredited({ id: "rcn_1", number: "CN-1405-000001", merchant_id: "mer_1", net: irr(2_000_000), tax: irr(200_000) })
    expect(credited).toMatchObject({ key: "rent:rcn_1:credit", kind: "rent_credited" })
    expect(Object.fromEntries([...balances([credited])].map(([name, { minor }]) => [name, minor]))).toEqual({
      [account.payable("mer_1")]: 2_200_000, [account.rentDeferred]: -2_000_000, [account.taxDue]: -200_000,
    })
  })

  test("rent without tax posts no tax", () => {
    expect(rentPaid({ id: "rinv_1", number: "1405-000001", net: irr(5), tax: irr(0) }, account.gateway("pp_system_default")).postings).toHaveLength(1)
  })

  test("K8 a day's rent becomes earned, all leases of a currency together", () => {
    expect(rentEarned("irr", "2026-11-21", 166_666)).toEqual({
      key: "rent:irr:earned:2026-11-21", kind: "rent_earned", reason: "rent of 2026-11-21",
      postings: [{ from: account.rentDeferred, to: account.rentEarned, amount: irr(166_666) }],
    })
  })
})
