import fc from "fast-check"

import {
  WEEKDAYS, addDays, addToInstant, businessDaysBetween, dayOf, daysBetween, endOfDay, instantOfMs, isBusinessDay, isDay, isHoliday,
  isInstant, msOf, officialHolidayClock, plusBusinessDays, startOfDay, weekdayOf, windowEnd,
  type BusinessCalendar, type Window,
} from "./calendar"
import { isRefusal, type ErrorCode } from "./errors"
import { iranHolidaysOf } from "./iran-holidays"

const tehran: BusinessCalendar = {
  version: 1, zone: "Asia/Tehran", weekend: ["thursday", "friday"], holidays: iranHolidaysOf(1404, 1405, 1406),
}
const bare: BusinessCalendar = { version: 1, zone: "UTC", weekend: ["saturday", "sunday"], holidays: {} }
const never: BusinessCalendar = { ...bare, weekend: [...WEEKDAYS] }

function refusalOf(act: () => unknown, code: ErrorCode): boolean {
  try {
    act()
    return false
  } catch (caught) {
    return isRefusal(caught, code)
  }
}

const days = fc.integer({ min: 0, max: 366 * 500 }).map((count) => addDays("1950-01-01", count))
const instants = fc.integer({ min: 0, max: 3_000_000_000 }).map((seconds) => instantOfMs(seconds * 1_000))
const zones = fc.constantFrom(
  "Asia/Tehran", "Asia/Baku", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Havana", "Pacific/Apia",
  "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Africa/Cairo", "UTC",
)
const calendars = fc.record({
  version: fc.constant(1),
  zone: zones,
  weekend: fc.subarray([...WEEKDAYS], { maxLength: 5 }),
  holidays: fc
    .array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 })
    .map((at) => Object.fromEntries(at.map((count) => [addDays("2026-01-01", count), { name: "off", kind: "closure" as const }]))),
})
const daysOf2026 = fc.integer({ min: 0, max: 400 }).map((count) => addDays("2026-01-01", count))
const counts = fc.integer({ min: 1, max: 40 })

describe("days and instants as text", () => {
  test.each([
    //  text                       day    instant  why
    ["2026-11-21",                 true,  false,   "a plain day"],
    ["2024-02-29",                 true,  false,   "a leap day that exists"],
    ["2026-02-29",                 false, false,   "a leap day that does not"],
    ["2026-02-30",                 false, false,   "JavaScript would make it 2 March"],
    ["2026-1-2",                   false, false,   "text order would not be day order"],
    ["0026-01-01",                 false, false,   "a typing mistake, not a day of ours"],
    ["3000-01-01",                 false, false,   "beyond every calendar we hold"],
    ["2026-11-21T20:30:00.000Z",   false, true,    "the one way to write an instant"],
    ["2026-11-21T20:30:00Z",       false, false,   "without milliseconds text order breaks"],
    ["2026-11-21T20:30:00+03:30",  false, false,   "not UTC"],
    ["2026-11-21T24:00:00.000Z",   false, false,   "midnight has one name"],
    ["2026-02-30T00:00:00.000Z",   false, false,   "no such day"],
    ["",                           false, false,   "nothing"],
  ])("%s: day %s, instant %s (%s)", (text, day, instant) => {
    expect([isDay(text), isInstant(text)]).toEqual([day, instant])
  })

  test.each<[ErrorCode, () => unknown, string]>([
    ["bad_day",             () => addDays("2026-13-01", 1),                           "a month that is not"],
    ["bad_day",             () => addDays("2999-12-31", 1),                           "out of the years we keep"],
    ["bad_day",             () => isHoliday("toString", bare),                        "not every key is a day"],
    ["bad_days",            () => addDays("2026-01-01", 0.5),                         "half a day"],
    ["bad_instant",         () => msOf("yesterday"),                                  "words"],
    ["bad_instant",         () => instantOfMs(Number.NaN),                            "no number"],
    ["bad_instant",         () => addToInstant("2026-01-01T00:00:00.000Z", { days: 1e6 }), "beyond the years we keep"],
    ["bad_zone",            () => dayOf("2026-01-01T00:00:00.000Z", "Asia/Nowhere"),  "no such place"],
    ["bad_days",            () => plusBusinessDays("2026-01-01", 0, bare),            "the day itself is not after itself"],
    ["bad_days",            () => plusBusinessDays("2026-01-01", -1, bare),           "backwards"],
    ["bad_days",            () => plusBusinessDays("2026-01-01", 1e9, bare),          "would search for ages"],
    ["calendar_never_open", () => plusBusinessDays("2026-01-01", 1, never),           "a weekend of seven days"],
    ["bad_days",            () => windowEnd("2026-01-01T00:00:00.000Z", { length: 0, unit: "calendar_days" }, bare), "no window at all"],
    ["bad_hours",           () => officialHolidayClock("2026-01-01T00:00:00.000Z", 0, bare), "no time at all"],
    ["bad_hours",           () => officialHolidayClock("2026-01-01T00:00:00.000Z", Number.NaN, bare), "no number"],
  ])("%s is refused (row %#)", (code, act) => {
    expect(refusalOf(act, code)).toBe(true)
  })

  test("law: adding days and counting them are inverse", () => {
    fc.assert(fc.property(days, fc.integer({ min: -9_000, max: 9_000 }), (day, count) => daysBetween(day, addDays(day, count)) === count))
  })

  test("law: seven days later is the same weekday, and only then", () => {
    fc.assert(fc.property(days, counts, (day, count) => (weekdayOf(addDays(day, count)) === weekdayOf(day)) === (count % 7 === 0)))
  })
})

describe("days on the wall of a zone", () => {
  test.each([
    //  zone                 day           its first instant           why
    ["Asia/Tehran",         "2026-11-21", "2026-11-20T20:30:00.000Z", "half past three since 2022, all year"],
    ["Asia/Tehran",         "2026-06-21", "2026-06-20T20:30:00.000Z", "no daylight saving any more"],
    ["Asia/Tehran",         "2022-03-22", "2022-03-21T20:30:00.000Z", "the last spring: 00:00 did not exist, the day began at 01:00"],
    ["Asia/Tehran",         "2022-09-22", "2022-09-21T20:30:00.000Z", "the last autumn: 23:00 came twice the evening before"],
    ["America/Sao_Paulo",   "2018-11-04", "2018-11-04T03:00:00.000Z", "clocks jumped over midnight"],
    ["America/Havana",      "2026-11-01", "2026-11-01T04:00:00.000Z", "midnight comes twice: the first counts"],
    ["Pacific/Apia",        "2011-12-30", "2011-12-30T10:00:00.000Z", "the day Samoa skipped is empty"],
    ["Pacific/Apia",        "2011-12-31", "2011-12-30T10:00:00.000Z", "and the next begins where it would have"],
    ["America/New_York",    "2026-03-08", "2026-03-08T05:00:00.000Z", "a day of 23 hours"],
    ["UTC",                 "2026-01-01", "2026-01-01T00:00:00.000Z", "nothing to do"],
  ])("%s: %s begins at %s (%s)", (zone, day, instant) => {
    expect(startOfDay(day, zone)).toBe(instant)
  })

  test.each([
    //  instant                     zone           day           why
    ["2026-11-20T20:29:59.999Z", "Asia/Tehran", "2026-11-20", "the last millisecond"],
    ["2026-11-20T20:30:00.000Z", "Asia/Tehran", "2026-11-21", "the first"],
    ["2026-11-20T20:30:00.000Z", "UTC",         "2026-11-20", "elsewhere it is still yesterday"],
  ])("%s in %s is %s (%s)", (instant, zone, day) => {
    expect(dayOf(instant, zone)).toBe(day)
  })

  test("law: a day's first instant is of that day, and the millisecond before is not", () => {
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        // The one day that a zone of ours ever skipped has no instant at all.
        fc.pre(!(zone === "Pacific/Apia" && day === "2011-12-30"))
        const start = startOfDay(day, zone)
        return dayOf(start, zone) === day && dayOf(addToInstant(start, { ms: -1 }), zone) < day
      }),
    )
  })

  test("law: every instant lies within its day", () => {
    // St John's once went back over midnight by a minute, so that a day was interrupted by the one before.
    const whole = zones.filter((zone) => zone !== "America/St_Johns")
    fc.assert(
      fc.property(instants, whole, (instant, zone) => {
        const day = dayOf(instant, zone)
        return startOfDay(day, zone) <= instant && instant < endOfDay(day, zone)
      }),
    )
  })

  test("law: later days begin later", () => {
    fc.assert(fc.property(days, counts, zones, (day, count, zone) => startOfDay(day, zone) < startOfDay(addDays(day, count + 1), zone)))
  })
})

describe("K6 business days", () => {
  test.each([
    //  day           n  result        why
    ["2026-11-21",    1, "2026-11-22", "Saturday opens the week: Sunday"],
    ["2026-11-21",    3, "2026-11-24", "K6: three business days"],
    ["2026-11-24",    3, "2026-11-29", "Thursday and Friday are the bank weekend"],
    ["2026-11-26",    1, "2026-11-28", "asked on the weekend"],
    ["2026-12-21",    3, "2026-12-27", "2 Dey is a holiday, then the weekend"],
    ["2026-12-23",    1, "2026-12-26", "asked on a holiday"],
    ["2027-03-17",    1, "2027-03-27", "a weekend, 29 Esfand, Nowruz and a weekend in a row"],
    ["2026-06-03",    1, "2026-06-06", "14 and 15 Khordad fall on the weekend: no day off is lost twice"],
  ])("K6 %s + %i business days = %s (%s)", (day, count, result) => {
    expect(plusBusinessDays(day, count, tehran)).toBe(result)
    expect(businessDaysBetween(day, result, tehran)).toBe(count)
  })

  test("K6 an overnight closure moves the day", () => {
    const closed = { ...tehran, holidays: { ...tehran.holidays, "2026-11-22": { name: "گرما", kind: "closure" as const } } }
    expect(plusBusinessDays("2026-11-21", 1, closed)).toBe("2026-11-23")
  })

  test("K6 law: the n-th business day is a business day, strictly after, with n - 1 between", () => {
    fc.assert(
      fc.property(daysOf2026, counts, calendars, (day, count, calendar) => {
        const found = plusBusinessDays(day, count, calendar)
        return found > day && isBusinessDay(found, calendar) && businessDaysBetween(day, found, calendar) === count
      }),
    )
  })

  test("K6 law: one by one is all at once", () => {
    fc.assert(
      fc.property(daysOf2026, counts, counts, calendars, (day, first, second, calendar) =>
        plusBusinessDays(plusBusinessDays(day, first, calendar), second, calendar) === plusBusinessDays(day, first + second, calendar)),
    )
  })

  test("K6 law: a later day or a later count never comes earlier", () => {
    fc.assert(
      fc.property(daysOf2026, counts, counts, calendars, (day, count, later, calendar) =>
        plusBusinessDays(day, count, calendar) <= plusBusinessDays(addDays(day, later), count, calendar)
        && plusBusinessDays(day, count, calendar) < plusBusinessDays(day, count + 1, calendar)),
    )
  })

  test("law: counting backwards is the same count, negative", () => {
    fc.assert(
      fc.property(daysOf2026, daysOf2026, calendars, (a, b, calendar) =>
        businessDaysBetween(a, b, calendar) + businessDaysBetween(b, a, calendar) === 0),
    )
  })
})

describe("K4 windows", () => {
  const seven: Window = { length: 7, unit: "calendar_days" }
  const lawful: Window = { length: 7, unit: "business_days" }
  test.each([
    //  start                      window  end                         why
    ["2026-11-21T09:15:00.000Z", seven,  "2026-11-28T09:15:00.000Z", "kerkere: seven days to the second"],
    ["2026-11-21T09:15:00.000Z", lawful, "2026-11-30T20:30:00.000Z", "ir-ecl: the end of the seventh business day, 30 November"],
    ["2026-11-21T20:45:00.000Z", lawful, "2026-12-01T20:30:00.000Z", "in Tehran it was Sunday already"],
    ["2022-03-20T12:00:00.000Z", seven,  "2022-03-27T12:00:00.000Z", "a change of the clocks takes no hour away"],
  ])("K4 from %s %j ends at %s (%s)", (start, window, end) => {
    expect(windowEnd(start, window, tehran)).toBe(end)
  })

  test("K4 law: a window that opens later never closes earlier", () => {
    const moments = fc.integer({ min: 0, max: 34_560_000 }).map((s) => addToInstant("2026-01-01T00:00:00.000Z", { ms: s * 1_000 }))
    const units = fc.constantFrom("calendar_days" as const, "business_days" as const)
    fc.assert(
      fc.property(moments, fc.nat(1_000_000_000), counts, units, calendars, (start, ms, length, unit, calendar) =>
        windowEnd(start, { length, unit }, calendar) > start
        && windowEnd(start, { length, unit }, calendar) <= windowEnd(addToInstant(start, { ms }), { length, unit }, calendar)),
    )
  })
})

describe("O8 the clock that stands still on official holidays", () => {
  test.each([
    //  start                       hours  end                         why
    ["2026-11-21T09:00:00.000Z",    24, "2026-11-22T09:00:00.000Z", "no holiday near"],
    ["2026-11-25T09:00:00.000Z",    48, "2026-11-27T09:00:00.000Z", "O8: weekends count"],
    ["2026-12-22T09:00:00.000Z",    24, "2026-12-24T09:00:00.000Z", "2 Dey does not"],
    ["2026-12-23T09:00:00.000Z",    24, "2026-12-24T20:30:00.000Z", "begun on a holiday: it starts when the holiday ends"],
    ["2026-12-21T20:30:00.000Z",    24, "2026-12-22T20:30:00.000Z", "full exactly as the holiday begins"],
    ["2026-12-21T20:30:00.001Z",    24, "2026-12-23T20:30:00.001Z", "one millisecond short of that"],
    ["2027-03-20T09:00:00.000Z",     1, "2027-03-24T21:30:00.000Z", "29 Esfand and four days of Nowruz in a row"],
  ])("O8 %s + %i h = %s (%s)", (start, hours, end) => {
    expect(officialHolidayClock(start, hours, tehran)).toBe(end)
  })

  test("O8 law: without holidays it is the plain clock; with them it is never earlier, and never ends inside one", () => {
    fc.assert(
      fc.property(daysOf2026, fc.integer({ min: 1, max: 200 }), calendars, (day, hours, calendar) => {
        const start = addToInstant(startOfDay(day, calendar.zone), { hours: 5 })
        const plain = addToInstant(start, { hours })
        const end = officialHolidayClock(start, hours, calendar)
        const inside = dayOf(addToInstant(end, { ms: -1 }), calendar.zone)
        return officialHolidayClock(start, hours, { ...calendar, holidays: {} }) === plain && end >= plain && !isHoliday(inside, calendar)
      }),
    )
  })
})
