import type { SqlManager } from "../../adapters/ledger"
import { WEEKDAYS, dayOf, type Weekday } from "../../domain/calendar"
import { refuse } from "../../domain/errors"

/** Why a calendar changes, and who says so. */
export type Signed = { reason: string; author: string }
export type WeekChange = Signed & { zone?: string; weekend?: Weekday[] }

/**
 * Appends the next edition of the calendar inside the caller's transaction, with what the change leaves out taken from
 * the one before, and returns its version.
 * @throws calendar_change_unsigned, bad_weekend, bad_zone
 */
export async function appendEdition(manager: SqlManager, { reason, author, zone, weekend }: WeekChange): Promise<number> {
  if (!reason.trim()) refuse("calendar_change_unsigned", { missing: "reason" })
  if (!author.trim()) refuse("calendar_change_unsigned", { missing: "author" })
  if (weekend && !isWeekend(weekend)) refuse("bad_weekend")
  // Asking the zone for any day is how an unknown one is refused.
  if (zone !== undefined) dayOf("2026-01-01T00:00:00.000Z", zone)
  // Editions are numbered without gaps: two operators queue here, readers do not wait.
  await manager.execute("lock table business_calendar in exclusive mode")
  const [edition] = await manager.execute<{ version: number }>(
    `insert into business_calendar (id, version, zone, weekend, reason, author)
     select 'buscal_' || version + 1, version + 1, coalesce(?, zone), coalesce(string_to_array(?, ','), weekend), ?, ?
     from business_calendar order by version desc limit 1 returning version`,
    [zone ?? null, weekend?.join(",") ?? null, reason.trim(), author.trim()],
  )
  if (!edition) throw new Error("The calendar has no edition: run the migrations.")
  return edition.version
}

function isWeekend(days: readonly string[]): boolean {
  const known: readonly string[] = WEEKDAYS
  return days.every((day) => known.includes(day)) && new Set(days).size === days.length && days.length < WEEKDAYS.length
}
