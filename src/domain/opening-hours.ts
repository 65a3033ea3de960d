import { dayOf, minuteOfDay, weekdayOf, type Instant, type Weekday } from "./calendar"
import { refuse } from "./errors"

/** A stretch of one weekday, by the marketplace's wall clock: `09:00` to `13:30`; `24:00` is the day's end. */
export type OpenHours = { day: Weekday; opens: string; closes: string }

export const openingTime = /^(?:[01]\d|2[0-3]):[0-5]\d$/
export const closingTime = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * A week's hours in their order, the week beginning on Saturday. A day may have several stretches; what is open over
 * midnight is two of them. @throws opening_hours_invalid
 */
export function openingHours(hours: OpenHours[]): OpenHours[] {
  const days: Weekday[] = ["saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday"]
  const sorted = [...hours].sort((a, b) => days.indexOf(a.day) - days.indexOf(b.day) || minutes(a.opens) - minutes(b.opens))
  sorted.forEach((each, i) => {
    const before = sorted[i - 1]
    const overlaps = before?.day === each.day && minutes(before.closes) > minutes(each.opens)
    if (overlaps || minutes(each.opens) >= minutes(each.closes)) refuse("opening_hours_invalid", { ...each })
  })
  return sorted
}

/** Whether somebody is there at `now`: from the minute of opening until just before that of closing. */
export function isOpenAt(hours: OpenHours[], now: Instant, zone: string): boolean {
  const day = weekdayOf(dayOf(now, zone))
  const minute = minuteOfDay(now, zone)
  return hours.some((each) => each.day === day && minutes(each.opens) <= minute && minute < minutes(each.closes))
}
