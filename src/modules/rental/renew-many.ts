import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system } from "../../domain/actor"
import { dayOf, startOfDay, type Day } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { money, zero } from "../../domain/money"
import { changeOf, nextTurn, priceOf, type Change, type PaidPeriod, type Priced } from "../../domain/rent-change"
import { rentPaid } from "../../domain/rent-period"
import { fiscalYearOf, invoiceNumber, leaseTimes, type RentPolicy } from "../../domain/rent-policy"
import { invoiceMachine, leaseMachine } from "../../domain/rental"
import { firstUnearned } from "./earning"
import type { Buyer } from "./invoices"
import type { Moment } from "./lease-rows"
import { plansOnOffer, type PlanEdition } from "./plans"
import { rentPolicyInForce } from "./policy"
import type { Renewed } from "./renewals"

type Claimed = {
  id: string; shop_id: string; merchant_id: string; months: "gregorian" | "jalali"; plan: string; term_months: number; period_id: string; plan_version_id: string
  starts_on: Day; ends_on: Day; anchored_on: Day; anchored_months: number; currency: string; price_minor: string; tax_minor: string
}
export type RenewedLease = Renewed & { id: string; merchant_id: string }
type Planned = { lease: Claimed; last: PaidPeriod; edition: PlanEdition; priced: Priced; change: Change; as_of: Day; invoice_id: string }

/**
 * The plain case: it runs, nothing else is planned for it and nothing is open, and its last term shows how it goes on. It may have run
 * out already, as after a stop of hours: then it must be of the edition that it goes on with, so that its shop's limits stay. Its last
 * term's plan is the one in force: where a smaller one is still to take its turn, its shop is to be told.
 */
const PLAIN = `
  select l.id, l.shop_id, l.merchant_id, l.months, pl.code as plan, i.term_months, p.id as period_id, p.plan_version_id, p.starts_on::text, p.ends_on::text,
    p.anchored_on::text, p.anchored_months, p.currency, p.price_minor, p.tax_minor
  from shop_lease l
    join lateral (select * from lease_period p where p.lease_id = l.id and p.cut_on is null order by p.ends_on desc limit 1) p on true
    join rent_plan_version v on v.id = p.plan_version_id join rent_plan pl on pl.id = v.plan_id
    join lateral (select term_months from rent_invoice i where i.lease_id = l.id and i.state = 'paid' order by i.id desc limit 1) i on true
  where l.id = any(array[?]::text[]) and l.renew_at <= ?::timestamptz and l.state = 'active' and l.planned_plan is null and p.plan_version_id = l.plan_version_id
    and not exists (select from rent_invoice o where o.shop_id = l.shop_id and o.state = 'open')
  order by l.id for update of l skip locked`

/**
 * Renews, of many leases at once, the plain ones whose merchants' balances hold it; the rules are those of `renewFromBalance`, the
 * statements are a dozen for all. Whatever is not plain is left for it, with its refusal.
 * @param buyers the merchants as invoices name them; a lease of another is left
 */
export async function renewMany(manager: SqlManager, ids: string[], moment: Moment, buyers: Map<string, Buyer>): Promise<RenewedLease[]> {
  const claimed = await manager.execute<Claimed>(PLAIN, [ids, moment.at])
  const policy = await rentPolicyInForce(manager)
  const planned = await affordable(manager, await planAll(manager, claimed.filter((lease) => buyers.has(lease.merchant_id)), moment), policy, moment)
  if (planned.length === 0) return []
  const numbers = await writeInvoices(manager, planned, policy, moment, buyers)
  await writePeriods(manager, planned, policy, moment)
  const move = { history: "rental_history", event: "pay", at: moment.at, actor: system("bookkeeper") } as const
  await moveWithin(manager, { ...move, table: "rent_invoice", machine: invoiceMachine, ids: planned.map((each) => each.invoice_id), stamp: "paid_at" })
  await moveWithin(manager, { ...move, table: "shop_lease", machine: leaseMachine, ids: planned.map((each) => each.lease.id) })
  await postWithin(manager, planned.filter((each) => each.priced.total.minor > 0).map(({ invoice_id, priced, lease }) =>
    rentPaid({ id: invoice_id, number: numbers.get(invoice_id) ?? invoice_id, net: priced.net, tax: priced.tax }, account.payable(lease.merchant_id))), moment.at)
  return planned.map(({ lease, invoice_id }) => ({ id: lease.id, merchant_id: lease.merchant_id, shop_id: lease.shop_id, invoice_id, running: true }))
}

/** What each renewal costs and does, by the plan's edition on offer; a lease whose plan or term is not offered is left. */
async function planAll(manager: SqlManager, claimed: Claimed[], { at, zone }: Moment): Promise<Planned[]> {
  if (claimed.length === 0) return []
  const offered = new Map((await plansOnOffer(manager, at)).map((edition) => [edition.code, edition]))
  const days = new Map<string, Day>()
  for (const currency of [...new Set([...offered.values()].map((edition) => edition.currency))].sort()) {
    days.set(currency, await firstUnearned(manager, currency, dayOf(at, zone), "for share"))
  }
  return claimed.flatMap((lease) => {
    const edition = offered.get(lease.plan)
    const day = edition && days.get(edition.currency)
    if (!edition || day === undefined || (lease.ends_on <= day && edition.id !== lease.plan_version_id) || !edition.prices.some((price) => price.term_months === lease.term_months)) return []
    const last: PaidPeriod = {
      ...lease, id: lease.period_id, invoice_id: null, cut_on: null,
      price: money(minorOf(lease.price_minor), lease.currency), tax: money(minorOf(lease.tax_minor), lease.currency),
    }
    const priced = priceOf(edition, lease.term_months, null, zero(edition.currency))
    const change = changeOf({ purpose: "renew", term_months: lease.term_months, months: lease.months, ...priced }, [last], day)
    return [{ lease, last, edition, priced, change, as_of: day, invoice_id: generateEntityId(undefined, "rinv") }]
  })
}

/** Those whose merchants' balances hold them, one after the other. The counter is locked before the balances, as everywhere. */
async function affordable(manager: SqlManager, planned: Planned[], policy: RentPolicy, { at, zone }: Moment): Promise<Planned[]> {
  if (planned.length === 0) return []
  const year = fiscalYearOf(dayOf(at, zone), policy.months)
  await manager.execute("insert into rent_invoice_counter (fiscal_year, last) values (?, 0) on conflict do nothing", [year])
  await manager.execute("select last from rent_invoice_counter where fiscal_year = ? for update", [year])
  const accountOf = ({ lease, edition }: Planned): string => `${account.payable(lease.merchant_id)}/${edition.currency}`
  const rows = await manager.execute<{ id: string; balance: string }>(
    "select id, balance from ledger_account where id = any(array[?]::text[]) order by id for update", [[...new Set(planned.map(accountOf))]],
  )
  const left = new Map(rows.map((row) => [row.id, minorOf(row.balance)]))
  return planned.filter((each) => {
    const rest = (left.get(accountOf(each)) ?? 0) - each.priced.total.minor
    if (rest < 0) return false
    left.set(accountOf(each), rest)
    return true
  })
}

/** @returns each invoice's number as people read it */
async function writeInvoices(manager: SqlManager, planned: Planned[], policy: RentPolicy, { at, zone }: Moment, buyers: Map<string, Buyer>): Promise<Map<string, string>> {
  const year = fiscalYearOf(dayOf(at, zone), policy.months)
  const [counted] = await manager.execute<{ last: number }>(
    "update rent_invoice_counter set last = last + ?, updated_at = now() where fiscal_year = ? returning last", [planned.length, year],
  )
  const first = (counted?.last ?? 0) - planned.length + 1
  const column = <Value>(of: (each: Planned) => Value): Value[] => planned.map(of)
  await manager.execute(
    `insert into rent_invoice (id, fiscal_year, sequence, lease_id, shop_id, merchant_id, plan_version_id, purpose, state, term_months, currency,
       price_minor, net_minor, tax_minor, total_minor, as_of, buyer, policy_version, issued_at, paid_by)
     select n.id, ?, ?::int + n.place::int - 1, n.lease, n.shop, n.merchant, n.version, 'renew', 'open', n.term, n.currency, n.price, n.price, n.tax, n.price + n.tax,
       n.as_of, n.buyer, ?, ?::timestamptz, 'balance'
     from unnest(array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::int[], array[?]::text[], array[?]::bigint[],
       array[?]::bigint[], array[?]::date[], array[?]::jsonb[]) with ordinality as n(id, lease, shop, merchant, version, term, currency, price, tax, as_of, buyer, place)`,
    [
      year, first, policy.version, at, column((each) => each.invoice_id), column((each) => each.lease.id), column((each) => each.lease.shop_id),
      column((each) => each.lease.merchant_id), column((each) => each.edition.id), column((each) => each.lease.term_months), column((each) => each.edition.currency),
      column((each) => each.priced.net.minor), column((each) => each.priced.tax.minor), column((each) => each.as_of),
      column((each) => JSON.stringify(buyers.get(each.lease.merchant_id) ?? null)),
    ],
  )
  return new Map(planned.map(({ invoice_id }, place) => [invoice_id, invoiceNumber(year, first + place)]))
}

/** The paid terms, and what follows from them for each lease: what `scheduleLease` computes for one. */
async function writePeriods(manager: SqlManager, planned: Planned[], policy: RentPolicy, { at, zone }: Moment): Promise<void> {
  const column = <Value>(of: (each: Planned) => Value): Value[] => planned.map(of)
  await manager.execute(
    `insert into lease_period (id, lease_id, plan_version_id, invoice_id, begins_at, starts_on, ends_on, anchored_on, anchored_months, currency, price_minor, tax_minor)
     select * from unnest(array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::timestamptz[], array[?]::date[], array[?]::date[], array[?]::date[],
       array[?]::int[], array[?]::text[], array[?]::bigint[], array[?]::bigint[])`,
    [
      column(() => generateEntityId(undefined, "lper")), column((each) => each.lease.id), column((each) => each.edition.id), column((each) => each.invoice_id),
      column((each) => startOfDay(each.change.period.starts_on, zone)), column((each) => each.change.period.starts_on), column((each) => each.change.period.ends_on),
      column((each) => each.change.period.anchored_on), column((each) => each.change.period.anchored_months), column((each) => each.edition.currency),
      column((each) => each.priced.net.minor), column((each) => each.priced.tax.minor),
    ],
  )
  const times = planned.map(({ last, change, edition, invoice_id, as_of }) => {
    const next = { ...change.period, id: invoice_id, plan_version_id: edition.id, invoice_id, cut_on: null }
    const turn = nextTurn([last, next], as_of)
    const all = leaseTimes({ ...policy, ends_on: change.period.ends_on, leaving: false, auto_renew: true }, at, zone)
    return { ...all, due_at: turn === null ? all.ends_at : startOfDay(turn, zone) }
  })
  await manager.execute(
    `update shop_lease l set ends_on = n.ends_on, closes_at = n.closes_at, due_at = n.due_at, remind_at = n.remind_at, renew_at = n.renew_at, policy_version = ?,
       renewal_refused = null, changes = l.changes + 1, tell_at = clock_timestamp() + interval '1 minute', updated_at = now()
     from unnest(array[?]::text[], array[?]::date[], array[?]::timestamptz[], array[?]::timestamptz[], array[?]::timestamptz[], array[?]::timestamptz[])
       as n(id, ends_on, closes_at, due_at, remind_at, renew_at) where l.id = n.id`,
    [
      policy.version, column((each) => each.lease.id), column((each) => each.change.period.ends_on), times.map((each) => each.closes_at), times.map((each) => each.due_at),
      times.map((each) => each.remind_at), times.map((each) => each.renew_at),
    ],
  )
}
