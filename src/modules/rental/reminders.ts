import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { dayOf, daysBetween, type Day, type Instant } from "../../domain/calendar"
import { leaseTimes } from "../../domain/rent-policy"
import type { Moment } from "./lease-rows"

/** A merchant whose paid time ends soon. */
export type RentReminder = { lease_id: string; shop_id: string; merchant_id: string; ends_on: Day; days_left: number; auto_renew: boolean }

type Row = Omit<RentReminder, "days_left"> & { id: string; grace_days: number; reminder_days: number[]; renewal_lead_days: number; leaving: boolean }

/** When the next reminder is due; null when none is. */
export async function nextRentReminder(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(remind_at) as at from shop_lease where remind_at is not null")
  return row?.at ? instantOf(row.at) : null
}

/**
 * Takes up to `limit` leases whose merchants are due to be reminded, and plans the next reminder of each; two takers at once get
 * different ones. After a long stop a merchant is reminded once, of how it stands now.
 */
export async function takeRentReminders(manager: SqlManager, { at, zone }: Moment, limit: number): Promise<RentReminder[]> {
  const rows = await manager.execute<Row>(
    `select l.id, l.id as lease_id, l.shop_id, l.merchant_id, l.ends_on::text, l.auto_renew, l.leaving, p.grace_days, p.reminder_days, p.renewal_lead_days
     from shop_lease l join rent_policy p on p.version = l.policy_version
     where l.remind_at <= ?::timestamptz order by l.remind_at, l.id limit ? for update of l skip locked`,
    [at, limit],
  )
  await manager.execute(
    "update shop_lease l set remind_at = n.remind_at from unnest(array[?]::text[], array[?]::timestamptz[]) as n(id, remind_at) where l.id = n.id",
    [rows.map((row) => row.id), rows.map((row) => leaseTimes(row, at, zone).remind_at)],
  )
  const today = dayOf(at, zone)
  return rows.map(({ lease_id, shop_id, merchant_id, ends_on, auto_renew }) => ({ lease_id, shop_id, merchant_id, ends_on, days_left: daysBetween(today, ends_on), auto_renew }))
}
