import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { CategoryRate } from "../../domain/savings"

/** Reference rates as an operator has set them; they count from `from_at` until the next edition's. */
export type RateEdition = { version: number; rates: CategoryRate[]; from_at: Instant; reason: string; author: string }

type Row = Omit<RateEdition, "from_at"> & { from_at: string }
const columns = "version, rates, from_at, reason, author"
const editionOf = (row: Row): RateEdition => ({ ...row, from_at: instantOf(row.from_at) })

/** Every edition, the first one first. They are few: a decision of operators each. */
export async function rateEditions(manager: SqlManager): Promise<RateEdition[]> {
  return (await manager.execute<Row>(`select ${columns} from reference_rate_edition order by version`)).map(editionOf)
}

/** A new edition from `at` on; earlier sales keep the rates of their day. @throws rate_without_default, rate_category_twice */
export async function publishRates(manager: SqlManager, rates: CategoryRate[], reason: string, actor: Actor, at: Instant): Promise<RateEdition> {
  if (!rates.some((rate) => rate.category_id === null)) refuse("rate_without_default")
  const twice = rates.find((rate, index) => rates.findIndex((each) => each.category_id === rate.category_id) !== index)
  if (twice) refuse("rate_category_twice", { category_id: twice.category_id ?? "default" })
  await manager.execute("lock table reference_rate_edition in share row exclusive mode")
  const [row] = await manager.execute<Row>(
    `insert into reference_rate_edition (version, rates, from_at, reason, author)
     select max(version) + 1, ?::jsonb, greatest(?::timestamptz, max(from_at)), ?, ? from reference_rate_edition returning ${columns}`,
    [JSON.stringify(rates), at, reason, actor.id],
  )
  if (!row) throw new Error("An insert returns its row.")
  return editionOf(row)
}

/** The rent that a merchant has paid before tax in a time, less what was given back of it then, by currency. */
export async function rentPaidIn(manager: SqlManager, merchantId: string, from: Instant, until: Instant): Promise<{ currency: string; minor: number }[]> {
  const rows = await manager.execute<{ currency: string; minor: string }>(
    `select currency, sum(minor) as minor from (
       select currency, net_minor as minor from rent_invoice
         where merchant_id = ? and state = 'paid' and paid_at >= ?::timestamptz and paid_at < ?::timestamptz
       union all
       select currency, -net_minor from rent_credit_note
         where merchant_id = ? and kind = 'unused' and issued_at >= ?::timestamptz and issued_at < ?::timestamptz
     ) moved group by currency`,
    [merchantId, from, until, merchantId, from, until],
  )
  return rows.map((row) => ({ currency: row.currency, minor: minorOf(row.minor) }))
}
