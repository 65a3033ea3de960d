import { query } from "../../lib/database.mjs"
import { makeTables } from "../modules.mjs"

export const prepare = (url) => makeTables(url, ["ledger", "merchant", "rental"])

const number = "to_char(n, 'FM000000000')"
const PRICE = 9_900_000

const plan = `
  insert into rent_plan (id, code) values ('plan_1', 'stall') on conflict do nothing;
  insert into rent_plan_version (id, plan_id, number, tier, name, currency, tax_basis_points, features, limits)
    values ('planv_1', 'plan_1', 1, 1, 'Stall', 'irr', 1000, '{"dropshipping": false, "badges": false}', '{"products": 300, "members": 2, "images": 5, "shops": 1, "featured_places": 0}') on conflict do nothing;
  insert into rent_price (version_id, term_months, price_minor) values ('planv_1', 1, ${PRICE}) on conflict do nothing;
  insert into rent_earning (currency, earned_through) values ('irr', date '2026-11-20') on conflict do nothing`

/** Leases `from` to `to`, each with a paid month that ends on `ends`; `kind` is what is due of them on the day of the run. */
const lease = `
  insert into shop_lease (id, shop_id, merchant_id, plan_version_id, state, months, ends_on, due_at, closes_at, remind_at, renew_at, auto_renew, changes)
  select 'lease_' || ${number}, 'shop_' || ${number}, 'mer_' || ${number}, 'planv_1', $3, 'gregorian', $4::date,
    case when $3 = 'past_due' then $4::date + 7 else $4::date end::timestamp at time zone 'Asia/Tehran', ($4::date + 7)::timestamp at time zone 'Asia/Tehran',
    $5::timestamptz, $6::timestamptz, $6::timestamptz is not null, 1 from generate_series($1::int, $2::int) n`
const invoice = `
  insert into rent_invoice (id, fiscal_year, sequence, lease_id, shop_id, merchant_id, plan_version_id, purpose, state, term_months, currency, price_minor, net_minor, tax_minor, total_minor, issued_at, as_of, paid_by, paid_at)
  select 'rinv_' || ${number}, 2026, n, 'lease_' || ${number}, 'shop_' || ${number}, 'mer_' || ${number}, 'planv_1', 'start', 'paid', 1, 'irr', ${PRICE}, ${PRICE}, ${PRICE / 10}, ${PRICE * 1.1}, now(), $3::date - 30, 'provider', now()
  from generate_series($1::int, $2::int) n`
const period = `
  insert into lease_period (id, lease_id, plan_version_id, invoice_id, begins_at, starts_on, ends_on, anchored_on, anchored_months, currency, price_minor, tax_minor)
  select 'lper_' || ${number}, 'lease_' || ${number}, 'planv_1', 'rinv_' || ${number}, ($3::date - 30)::timestamp at time zone 'Asia/Tehran', $3::date - 30, $3::date, $3::date - 30, 1, 'irr', ${PRICE}, ${PRICE / 10}
  from generate_series($1::int, $2::int) n`
const shop = `
  insert into pasaj_shop (id, merchant_id, handle, name, guild, dispatch_address, leased_until, lease_changes)
  select 'shop_' || ${number}, 'mer_' || ${number}, 'shop-' || n, 'Shop', 'clothing', 'Tehran', ($3::date + 7)::timestamp at time zone 'Asia/Tehran', 1 from generate_series($1::int, $2::int) n`
const balance = `
  insert into ledger_account (name, currency, protection, balance)
  select 'merchant:mer_' || ${number} || ':payable', 'irr', 'payable', ${PRICE * 12} from generate_series($1::int, $2::int) n`

/** The day of the run, and the first instant after it. */
export const DAY = "2026-12-01"
export const AT = "2026-12-01T20:30:00.000Z"

/**
 * A market of `total` leases of which `due` are due on the day of the run: a quarter lapses, a quarter ends, a quarter is to be reminded,
 * and a quarter is renewed from its merchant's balance. All of them earn on each day.
 */
export async function fill(client, total, due) {
  await client.query(plan)
  await client.query("update rent_plan_version set published_at = '2026-01-01', available_from = '2026-01-01' where published_at is null")
  const part = Math.floor(due / 4)
  const kinds = [
    ["active", "2026-12-01", null, null, part], ["past_due", "2026-11-24", null, null, part], ["active", "2026-12-15", AT, null, part],
    ["active", "2026-12-02", null, AT, due - 3 * part], ["active", "2026-12-20", null, null, total - due],
  ]
  await client.query("set session_replication_role = replica")
  let last = 0
  for (const [state, ends, remind, renew, count] of kinds) {
    const [from, to] = [last + 1, last + count]
    await client.query(shop, [from, to, ends])
    await client.query(lease, [from, to, state, ends, remind, renew])
    await client.query(invoice, [from, to, ends])
    await client.query(period, [from, to, ends])
    if (renew !== null) await client.query(balance, [from, to])
    last = to
  }
  await client.query("insert into rent_invoice_counter (fiscal_year, last) values (1405, 0)")
  await client.query("set session_replication_role = origin")
  return { part, renewed: due - 3 * part }
}

/** What a run has left behind. */
export async function counted(url) {
  const [row] = await query(url,
    `select (select count(*)::int from rental_history where event = 'lapse') as lapsed, (select count(*)::int from rental_history where event = 'end') as ended,
       (select count(*)::int from rent_invoice i join pasaj_shop s on s.id = i.shop_id where i.paid_by = 'balance' and s.lease_changes = 2 and s.leased_until > '${AT}'::timestamptz + interval '30 days') as renewed, (select count(*)::int from shop_lease where remind_at = '${AT}') as unreminded,
       (select count(*)::int from ledger_journal where kind = 'rent_earned') as earned`)
  return row
}
