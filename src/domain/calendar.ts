import { refuse } from "./errors"

/** A moment, as `2026-11-21T20:30:00.000Z`: always UTC, always milliseconds, so that text order is time order. */
export type Instant = string
/** A date on the marketplace's wall, as `2026-11-21`: no time and no zone. */
export type Day = string

export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Why a day is off: the same date every year, a lunar day that the sighting may still move, or a declared closure. */
export const HOLIDAY_KINDS = ["fixed", "lunar_expected", "closure"] as const
export type HolidayKind = (typeof HOLIDAY_KINDS)[number]
export type Holiday = { name: string; kind: HolidayKind }

/** One edition of the marketplace's calendar, as plain JSON. `version` is what a row that was due by it remembers. */
export type BusinessCalendar = { version: number; zone: string; weekend: Weekday[]; holidays: Record<Day, Holiday> }

export type Window = { length: number; unit: "calendar_days" | "business_days" }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Longer than any window, lease or clock of ours: ten years of days. A larger count is a mistake, not a wish. */
const LONGEST_DAYS = 3_660

const isYearKept = (text: string): boolean => text >= "1900" && text < "3000"

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isYearKept(text)) return false
  const ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text) || !isYearKept(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}

/** Days are counted at midnight UTC, where every day has 24 hours. */
function dayMs(day: Day): number {
  if (!isDay(day)) refuse("bad_day", { day })
  return Date.parse(`${day}T00:00:00.000Z`)
}

/** The milliseconds since 1970 of `instant`. @throws bad_instant */
export function msOf(instant: Instant): number {
  if (!isInstant(instant)) refuse("bad_instant", { instant })
  return Date.parse(instant)
}

/** The instant `ms` milliseconds after 1970. @throws bad_instant */
export function instantOfMs(ms: number): Instant {
  if (!Number.isInteger(ms) || Math.abs(ms) > 8.64e15) refuse("bad_instant", { instant: ms })
  const instant = new Date(ms).toISOString()
  return isInstant(instant) ? instant : refuse("bad_instant", { instant })
}

const dayOfMs = (ms: number): Day => {
  const day = new Date(ms).toISOString().slice(0, 10)
  return isDay(day) ? day : refuse("bad_day", { day })
}

const whole = (count: number, most: number): boolean => Number.isInteger(count) && Math.abs(count) <= most

/** `count` days later, or earlier when negative. @throws bad_day, bad_days */
export function addDays(day: Day, count: number): Day {
  if (!whole(count, 1_000_000)) refuse("bad_days", { count })
  return dayOfMs(dayMs(day) + count * DAY_MS)
}

/** How many days lie from `from` to `to`; negative when `to` is earlier. @throws bad_day */
export const daysBetween = (from: Day, to: Day): number => (dayMs(to) - dayMs(from)) / DAY_MS

/** @throws bad_day */
export const weekdayOf = (day: Day): Weekday => WEEKDAYS[new Date(dayMs(day)).getUTCDay()] ?? "sunday"

/** An instant later by exact time: a day here is 24 hours, whatever the clocks on the wall do. @throws bad_instant */
export const addToInstant = (at: Instant, by: { days?: number; hours?: number; ms?: number }): Instant =>
  instantOfMs(msOf(at) + (by.days ?? 0) * DAY_MS + (by.hours ?? 0) * HOUR_MS + (by.ms ?? 0))

// Making a formatter is a thousand times dearer than using it. The cache holds no time, so the rules stay pure.
const clocks = new Map<string, Intl.DateTimeFormat>()

function wallClock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  try {
    const made = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    })
    clocks.set(zone, made)
    return made
  } catch {
    return refuse("bad_zone", { zone })
  }
}

/** What the wall clock of `zone` shows at `ms`, read as if it were UTC. Whole seconds: no zone differs by less. */
function wallMs(ms: number, zone: string): number {
  const shown = new Map(wallClock(zone).formatToParts(ms).map((part) => [part.type, Number(part.value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"))
}

/** The day on the wall of `zone` (any IANA name) at `instant`. @throws bad_instant, bad_zone */
export const dayOf = (instant: Instant, zone: string): Day => dayOfMs(wallMs(msOf(instant), zone))

/** What the wall clock of `zone` shows at `instant`, in whole minutes since midnight. @throws bad_instant, bad_zone */
export function minuteOfDay(instant: Instant, zone: string): number {
  const wall = wallMs(msOf(instant), zone)
  return Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / 60_000)
}

/**
 * The first instant of `day` in `zone`. Where the clocks jump over midnight, or over the whole day, it is the instant
 * of the jump; where midnight happens twice, the first. @throws bad_day, bad_zone
 */
export function startOfDay(day: Day, zone: string): Instant {
  const midnight = dayMs(day)
  // No zone was ever 16 hours from UTC: the day begins between these two, and at most one change of clocks with it.
  let before = midnight - 16 * HOUR_MS
  let after = midnight + 16 * HOUR_MS
  const guesses = [before, after].map((ms) => midnight - (wallMs(ms, zone) - ms)).sort((a, b) => a - b)
  const found = guesses.find((ms) => wallMs(ms, zone) === midnight)
  if (found !== undefined) return instantOfMs(found)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallMs(middle, zone) >= midnight) after = middle
    else before = middle
  }
  return instantOfMs(after)
}

/** The first instant after `day`: a day is over exactly when the next one begins. @throws bad_day, bad_zone */
export const endOfDay = (day: Day, zone: string): Instant => startOfDay(addDays(day, 1), zone)

/** @throws bad_day */
export const isHoliday = (day: Day, calendar: BusinessCalendar): boolean =>
  isDay(day) ? calendar.holidays[day] !== undefined : refuse("bad_day", { day })

/** Neither weekend nor holiday. @throws bad_day */
export const isBusinessDay = (day: Day, calendar: BusinessCalendar): boolean =>
  !isHoliday(day, calendar) && !calendar.weekend.includes(weekdayOf(day))

/**
 * The `count`-th business day strictly after `day` (K6): with 1, the next one. Whether `day` itself is one plays no
 * part. @throws bad_day, bad_days (below 1, fractional, or above ten years), calendar_never_open
 */
export function plusBusinessDays(day: Day, count: number, calendar: BusinessCalendar): Day {
  if (!whole(count, LONGEST_DAYS) || count < 1) refuse("bad_days", { count })
  let at = day
  let closed_days = 0
  for (let left = count; left > 0; ) {
    at = addDays(at, 1)
    const open = isBusinessDay(at, calendar)
    closed_days = open ? 0 : closed_days + 1
    if (open) left -= 1
    // A weekend of seven days would be searched for ever.
    if (closed_days > 366) refuse("calendar_never_open", { version: calendar.version })
  }
  return at
}

/**
 * How many business days lie after `from`, up to and with `to`: the inverse of `plusBusinessDays`. Negative when `to`
 * is earlier. @throws bad_day
 */
export function businessDaysBetween(from: Day, to: Day, calendar: BusinessCalendar): number {
  if (daysBetween(from, to) < 0) return -businessDaysBetween(to, from, calendar)
  let count = 0
  for (let at = from; at < to; ) {
    at = addDays(at, 1)
    if (isBusinessDay(at, calendar)) count += 1
  }
  return count
}

/**
 * When a window that opens at `start` is over (K4). Calendar days are exactly 24 hours each; business days end with
 * the last one's day on the marketplace's wall. @throws bad_instant, bad_days
 */
export function windowEnd(start: Instant, { length, unit }: Window, calendar: BusinessCalendar): Instant {
  if (!whole(length, LONGEST_DAYS) || length < 1) refuse("bad_days", { count: length })
  if (unit === "calendar_days") return addToInstant(start, { days: length })
  return endOfDay(plusBusinessDays(dayOf(start, calendar.zone), length, calendar), calendar.zone)
}

/**
 * The instant at which `hours` have passed on a clock that stands still on official holidays and runs on weekends
 * (O8). @throws bad_instant, bad_hours (not above 0, or above ten years), calendar_never_open
 */
export function officialHolidayClock(start: Instant, hours: number, calendar: BusinessCalendar): Instant {
  if (!(hours > 0 && hours <= LONGEST_DAYS * 24)) refuse("bad_hours", { hours })
  let at = msOf(start)
  let left_ms = Math.trunc(hours * HOUR_MS)
  let day = dayOf(start, calendar.zone)
  for (let holidays = 0; holidays <= 366; ) {
    const end = msOf(endOfDay(day, calendar.zone))
    const off = isHoliday(day, calendar)
    if (!off && at + left_ms <= end) return instantOfMs(at + left_ms)
    if (!off) left_ms -= end - at
    holidays = off ? holidays + 1 : 0
    at = end
    day = addDays(day, 1)
  }
  return refuse("calendar_never_open", { version: calendar.version })
}
