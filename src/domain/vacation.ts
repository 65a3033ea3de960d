import { startOfDay, type Day, type Instant } from "./calendar"
import { refuse } from "./errors"

/** When a shop is away: from its first instant until just before the second; null is until it says so. */
export type Vacation = { vacation_from: Instant; vacation_until: Instant | null }

/**
 * A vacation by days of the marketplace's zone: the shop is away from the first moment of `from_on`, and sells again, by
 * itself, from that of `back_on`. It may begin today or in the past, which is at once. @throws vacation_dates_invalid, bad_day
 */
export function vacationOf(from_on: Day, back_on: Day | null, now: Instant, zone: string): Vacation {
  const vacation_from = startOfDay(from_on, zone)
  const vacation_until = back_on === null ? null : startOfDay(back_on, zone)
  if (vacation_until !== null && (vacation_until <= vacation_from || vacation_until <= now)) refuse("vacation_dates_invalid", { from_on, back_on: back_on ?? "" })
  return { vacation_from, vacation_until }
}
