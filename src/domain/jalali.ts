import { isValidJalaaliDate, jalaaliMonthLength, toGregorian, toJalaali } from "jalaali-js"

import { type Day, isDay } from "./calendar"
import { refuse } from "./errors"

/** A date of the Persian solar calendar; `month` 1 is Farvardin, 12 Esfand. */
export type JalaliDate = { year: number; month: number; day: number }
/** By which months a lease runs. */
export type MonthKind = "gregorian" | "jalali"

const padded = (value: number, digits: number): string => String(value).padStart(digits, "0")
const written = (year: number, month: number, day: number): string =>
  `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`

function gregorianOf(day: Day): JalaliDate {
  if (!isDay(day)) refuse("bad_day", { day })
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) }
}

/** The Jalali date of `day`. @throws bad_day */
export function jalaliOf(day: Day): JalaliDate {
  const at = gregorianOf(day)
  const { jy, jm, jd } = toJalaali(at.year, at.month, at.day)
  return { year: jy, month: jm, day: jd }
}

/** The day of a Jalali date. @throws bad_jalali_date, also for 30 Esfand of a common year */
export function dayOfJalali(year: number, month: number, day: number): Day {
  const date = written(year, month, day)
  if (![year, month, day].every(Number.isInteger) || !isValidJalaaliDate(year, month, day)) refuse("bad_jalali_date", { date })
  const { gy, gm, gd } = toGregorian(year, month, day)
  const found = written(gy, gm, gd)
  return isDay(found) ? found : refuse("bad_jalali_date", { date })
}

/** `day` as Iranian banks write it: `1405-08-30`. @throws bad_day */
export function formatJalali(day: Day): string {
  const at = jalaliOf(day)
  return written(at.year, at.month, at.day)
}

/** @throws bad_day */
export const jalaliYearOf = (day: Day): number => jalaliOf(day).year

const gregorianMonthLength = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/**
 * The first day of the period that begins `count` months after the one that began on `anchor` (K9). A month too short
 * for the anchor's day ends earlier (31 Shahrivar + 1 = 30 Mehr), and only that month: always count from the first
 * day, never from the result of an earlier call. @throws bad_day, bad_months
 */
export function addMonths(anchor: Day, count: number, months: MonthKind): Day {
  if (!Number.isInteger(count) || Math.abs(count) > 1_200) refuse("bad_months", { count })
  const from = months === "jalali" ? jalaliOf(anchor) : gregorianOf(anchor)
  const index = from.year * 12 + (from.month - 1) + count
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  if (months === "jalali") return dayOfJalali(year, month, Math.min(from.day, jalaaliMonthLength(year, month)))
  const found = written(year, month, Math.min(from.day, gregorianMonthLength(year, month)))
  return isDay(found) ? found : refuse("bad_day", { day: found })
}
