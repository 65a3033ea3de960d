import fc from "fast-check"

import { addDays, daysBetween } from "./calendar"
import { isRefusal, type ErrorCode } from "./errors"
import { addMonths, dayOfJalali, formatJalali, jalaliOf, jalaliYearOf } from "./jalali"

const days = fc.integer({ min: 0, max: 365 * 300 }).map((count) => addDays("1950-01-01", count))
const kinds = fc.constantFrom("jalali" as const, "gregorian" as const)
const counts = fc.integer({ min: 0, max: 60 })

test.each([
  //  day           Jalali        why
  ["2026-11-21",   "1405-08-30", "30 Aban"],
  ["2026-03-21",   "1405-01-01", "Nowruz of 1405"],
  ["2026-03-20",   "1404-12-29", "the last day of a common year"],
  ["2025-03-20",   "1403-12-30", "the last day of a leap year"],
  ["2021-12-29",   "1400-10-08", "the date in the sample bank file"],
  ["1979-02-11",   "1357-11-22", "22 Bahman"],
])("%s is %s (%s)", (day, jalali) => {
  expect(formatJalali(day)).toBe(jalali)
  const { year, month, day: dayOfMonth } = jalaliOf(day)
  expect(dayOfJalali(year, month, dayOfMonth)).toBe(day)
  expect(jalaliYearOf(day)).toBe(Number(jalali.slice(0, 4)))
})

test.each([
  //  anchor        n  result        why
  ["1405-06-31",    1, "1405-07-30", "K9: 31 Shahrivar + 1 month = 30 Mehr"],
  ["1405-06-31",   12, "1406-06-31", "anchored: the short months between take nothing away"],
  ["1403-12-30",   12, "1404-12-29", "30 Esfand of a leap year"],
  ["1405-08-30",    6, "1406-02-30", "over Nowruz"],
  ["1405-01-31",   -1, "1404-12-29", "backwards"],
  ["1405-08-30",    0, "1405-08-30", "no month at all"],
])("K9 %s + %i Jalali months = %s (%s)", (anchor, count, result) => {
  const at = (text: string): string => dayOfJalali(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
  expect(formatJalali(addMonths(at(anchor), count, "jalali"))).toBe(result)
})

test.each([
  //  anchor        n  result        why
  ["2026-01-31",    1, "2026-02-28", "a short month"],
  ["2026-01-31",    2, "2026-03-31", "anchored on the first day, not on the 28th"],
  ["2024-02-29",   12, "2025-02-28", "a leap day"],
  ["2024-02-29",   48, "2028-02-29", "and back to it"],
  ["2026-11-21",    3, "2027-02-21", "over the year"],
])("K9 %s + %i Gregorian months = %s (%s)", (anchor, count, result) => {
  expect(addMonths(anchor, count, "gregorian")).toBe(result)
})

test.each<[ErrorCode, () => unknown, string]>([
  ["bad_jalali_date", () => dayOfJalali(1405, 12, 30),                "1405 is a common year"],
  ["bad_jalali_date", () => dayOfJalali(1405, 7, 31),                 "Mehr has 30 days"],
  ["bad_jalali_date", () => dayOfJalali(1405, 0, 1),                  "no month"],
  ["bad_jalali_date", () => dayOfJalali(1405, 1.5, 1),                "half a month"],
  ["bad_jalali_date", () => dayOfJalali(9_999, 1, 1),                 "beyond the algorithm"],
  ["bad_jalali_date", () => dayOfJalali(900, 1, 1),                   "before the years we keep"],
  ["bad_day",         () => formatJalali("1405-12-31"),               "a Jalali date is no day of ours"],
  ["bad_months",      () => addMonths("2026-01-01", 0.5, "jalali"),   "half a month"],
  ["bad_months",      () => addMonths("2026-01-01", 99_999, "jalali"), "a mistake, not a lease"],
])("%s is refused (row %#)", (code, act) => {
  let refused = false
  try {
    act()
  } catch (caught) {
    refused = isRefusal(caught, code)
  }
  expect(refused).toBe(true)
})

test("law: to the Jalali calendar and back", () => {
  fc.assert(fc.property(days, (day) => {
    const at = jalaliOf(day)
    return dayOfJalali(at.year, at.month, at.day) === day
  }))
})

test("law: Node's own Persian calendar agrees until 1500; the two place one leap day of 1502 differently", () => {
  const within = fc.integer({ min: 0, max: 365 * 170 }).map((count) => addDays("1950-01-01", count))
  const persian = new Intl.DateTimeFormat("en-US-u-ca-persian-nu-latn", { timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" })
  fc.assert(fc.property(within, (day) => {
    const parts = new Map(persian.formatToParts(new Date(`${day}T00:00:00.000Z`)).map((part) => [part.type, part.value]))
    return formatJalali(day) === `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`
  }))
})

test("K9 law: more months end later, and a month has 28 to 31 days", () => {
  fc.assert(fc.property(days, counts, kinds, (anchor, count, by) => {
    const length = daysBetween(addMonths(anchor, count, by), addMonths(anchor, count + 1, by))
    return length >= 28 && length <= 31
  }))
})

test("K9 law: twelve months are a year: the same date, or the last of a shorter month", () => {
  fc.assert(fc.property(days, (anchor) => {
    const from = jalaliOf(anchor)
    const to = jalaliOf(addMonths(anchor, 12, "jalali"))
    return to.year === from.year + 1 && to.month === from.month && (to.day === from.day || (from.month === 12 && from.day === 30))
  }))
})
