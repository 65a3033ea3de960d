import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { RentPolicy } from "../../domain/rent-policy"

export type RentPolicyEdition = RentPolicy & { reason: string; author: string }
export type RentPolicyChange = Partial<Omit<RentPolicy, "version">> & { reason: string }

const columns = "version, grace_days, months, reminder_days, quote_minutes, payment_minutes, renewal_lead_days, seller, reason, author"

/** The newest edition: what new quotes, invoices and payments go by. */
export async function rentPolicyInForce(manager: SqlManager): Promise<RentPolicyEdition> {
  const [row] = await manager.execute<RentPolicyEdition>(`select ${columns} from rent_policy order by version desc limit 1`)
  if (!row) throw new Error("There is no rent policy: run the migrations.")
  return row
}

/** The edition that a lease or an invoice remembers. */
export async function rentPolicyOf(manager: SqlManager, version: number): Promise<RentPolicyEdition> {
  const [row] = await manager.execute<RentPolicyEdition>(`select ${columns} from rent_policy where version = ?`, [version])
  if (!row) throw new Error(`There is no edition ${version} of the rent policy.`)
  return row
}

/** A new edition, for what is quoted, issued and paid from now on; what the change does not name stays as it was. */
export async function publishRentPolicy(manager: SqlManager, { reason, ...change }: RentPolicyChange, actor: Actor): Promise<RentPolicyEdition> {
  await manager.execute("lock table rent_policy in share row exclusive mode")
  const before = await rentPolicyInForce(manager)
  const after = { ...before, ...change }
  const [row] = await manager.execute<RentPolicyEdition>(
    `insert into rent_policy (version, grace_days, months, reminder_days, quote_minutes, payment_minutes, renewal_lead_days, seller, reason, author)
     values (?, ?, ?, array[?]::int[], ?, ?, ?, ?::jsonb, ?, ?) returning ${columns}`,
    [
      before.version + 1, after.grace_days, after.months, after.reminder_days, after.quote_minutes, after.payment_minutes, after.renewal_lead_days,
      JSON.stringify(after.seller), reason, actor.id,
    ],
  )
  if (!row) throw new Error("The edition was not written.")
  return row
}

/** Whether a payer who went to a provider at `since` is still waited for. A payer's time is real: the test clock brings none. */
export async function payerIsAwaited(manager: SqlManager, since: Instant): Promise<boolean> {
  const [row] = await manager.execute<{ awaited: boolean }>(
    "select ?::timestamptz + make_interval(mins => payment_minutes) > clock_timestamp() as awaited from rent_policy order by version desc limit 1", [since],
  )
  return row?.awaited ?? false
}
