import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { addDays, endOfDay, type Day } from "../../domain/calendar"
import { rentEarned } from "../../domain/rent-period"

export type EarningDay = { currency: string; day: Day }

/** The first day after the cursor on which any period earns; days without one are passed over. */
const NEXT_DAY = `
  case when exists (
    select from lease_period p where p.currency = e.currency and p.earns_until > e.earned_through + 1 and p.starts_on <= e.earned_through + 1
  ) then e.earned_through + 1
  else (select min(p.starts_on) from lease_period p where p.currency = e.currency and p.starts_on > e.earned_through + 1) end
`

/** For each currency the next day of rent to bring into the books; a currency without one is absent. */
export async function nextEarnings(manager: SqlManager): Promise<EarningDay[]> {
  return manager.execute<EarningDay>(`select * from (select e.currency, (${NEXT_DAY})::text as day from rent_earning e) n where day is not null order by 1`)
}

/**
 * Brings one day of a currency's rent into the books: one journal for all leases, summed by the database with the same
 * formula as `earnedOn`, and the cursor moves with it. Whoever comes second while it runs finds nothing to do.
 * @returns the day, or null when none up to `through` is left
 */
export async function earnDay(manager: SqlManager, currency: string, through: Day, zone: string): Promise<Day | null> {
  const held = await manager.execute("select currency from rent_earning where currency = ? for update skip locked", [currency])
  if (held.length === 0) return null
  // A statement of its own: it must see what the last holder of the cursor has committed.
  const [next] = await manager.execute<{ day: Day | null }>(`select (${NEXT_DAY})::text as day from rent_earning e where e.currency = ?`, [currency])
  const day = next?.day ?? null
  if (day === null || day > through) return null

  const [sum] = await manager.execute<{ minor: string }>(
    `select coalesce(sum(rent_earned_through(starts_on, ends_on, cut_on, price_minor, credited_minor, ?::date)
       - rent_earned_through(starts_on, ends_on, cut_on, price_minor, credited_minor, ?::date - 1)), 0) as minor
     from lease_period where currency = ? and starts_on <= ?::date and earns_until > ?::date`,
    [day, day, currency, day, day],
  )
  await manager.execute("update rent_earning set earned_through = ?::date, updated_at = now() where currency = ?", [day, currency])
  const minor = minorOf(sum?.minor ?? 0)
  if (minor > 0) await postWithin(manager, [rentEarned(currency, day, minor)], endOfDay(day, zone))
  return day
}

/**
 * The first day from `day` on of which no rent is in the books yet. For a payment (`for share`) the cursor stays where it is
 * until the transaction ends: a day is earned only when no payment that may belong to it is still on its way.
 */
export async function firstUnearned(manager: SqlManager, currency: string, day: Day, lock: "for share" | "" = ""): Promise<Day> {
  if (lock) await manager.execute("insert into rent_earning (currency, earned_through) values (?, ?::date) on conflict do nothing", [currency, addDays(day, -1)])
  const [row] = await manager.execute<{ day: Day }>(`select (earned_through + 1)::text as day from rent_earning where currency = ? ${lock}`, [currency])
  return row && row.day > day ? row.day : day
}
