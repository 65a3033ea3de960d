import { query } from "../../lib/database.mjs"
import { makeTables } from "../modules.mjs"

export const prepare = (url) => makeTables(url, ["ledger", "escrow"])

/** Numbers in a fixed width: like real ids, which begin with the time, those of one wave stand together in every index. */
const number = "to_char(n, 'FM000000000')"

const AMOUNT = 1_250_000
/** So many shops share the arcade: what a merchant is paid meets in one account. */
const MERCHANTS = 2_000

/** The tables of one order with one shop, one parcel and one open window; `n` numbers it. */
const tables = [
  `insert into escrow_order (order_id, display_id, currency, total_minor, own_income_minor, own_tax_minor, placed_at)
   select 'order_' || ${number}, n, 'irr', $3, 0, 0, now() from generate_series($1::int, $2::int) n`,
  `insert into shop_order (id, order_id, display_id, shop_id, merchant_id, state, currency, amount_minor, placed_at)
   select 'sord_' || ${number}, 'order_' || ${number}, n, 'shop_1', 'mer_' || n % ${MERCHANTS}, 'delivered', 'irr', $3, now() from generate_series($1::int, $2::int) n`,
  `insert into escrow_hold (id, order_id, shop_order_id, shop_id, merchant_id, state, currency, amount_minor)
   select 'hold_' || ${number}, 'order_' || ${number}, 'sord_' || ${number}, 'shop_1', 'mer_' || n % ${MERCHANTS}, 'held', 'irr', $3 from generate_series($1::int, $2::int) n`,
  `insert into escrow_parcel (id, shop_order_id, hold_id, order_id, merchant_id, state, carrier, tracking_code, currency, amount_minor,
     packed_at, handed_over_at, delivered_at, delivery_evidence, fulfillment_delivered)
   select 'prcl_' || ${number}, 'sord_' || ${number}, 'hold_' || ${number}, 'order_' || ${number}, 'mer_' || n % ${MERCHANTS}, 'delivered', 'Iran Post', 'RR' || ${number} || 'IR', 'irr', $3,
     now(), now(), now(), 'operator', true from generate_series($1::int, $2::int) n`,
  `insert into ledger_account (name, currency, protection, balance)
   select 'hold:hold_' || ${number}, 'irr', 'guarded', $3 from generate_series($1::int, $2::int) n`,
]

const windows = `
  insert into consent_window (id, parcel_id, state, policy, opened_at, due_at)
  select 'cwin_' || ${number}, 'prcl_' || ${number}, 'open', '{"preset":"kerkere","starts":"delivery","length":7,"unit":"calendar_days"}', now(),
    $3::timestamptz + n % 1000 * interval '1 second' from generate_series($1::int, $2::int) n`

/**
 * Writes orders `from` to `to` whose windows end within a quarter of an hour after `dueFrom`. Constraints and triggers
 * are off while it loads: the balances are written as captures would have left them.
 */
export async function fill(client, from, to, dueFrom) {
  await client.query("set session_replication_role = replica")
  for (const sql of tables) await client.query(sql, [from, to, AMOUNT])
  await client.query(windows, [from, to, dueFrom])
  await client.query("set session_replication_role = origin")
}

/** What a sweep has left behind, to be compared with what it was asked to do. */
export async function counted(url, from, to) {
  const numbers = "from generate_series($1::int, $2::int) n join"
  const [row] = await query(url,
    `select (select count(*)::int ${numbers} escrow_parcel p on p.id = 'prcl_' || ${number} where p.state = 'released') as released,
       (select count(*)::int ${numbers} ledger_journal j on j.key = 'parcel:prcl_' || ${number} || ':release') as journals,
       (select count(*)::int from generate_series($1::int, $2::int) n, unnest(array['prcl_', 'cwin_', 'hold_', 'sord_']) kind, escrow_history h
        where h.row_id = kind || ${number}) as history,
       (select count(*)::int ${numbers} ledger_account a on a.id = 'hold:hold_' || ${number} || '/irr' where a.balance <> 0) as unpaid`,
    [from, to])
  return row
}

const moved = (table, id, prefix, to) => `
  update ${table} set state = '${to}', updated_at = now()${table === "consent_window" ? ", closed_at = now()" : ""}
  where ${id} in (select '${prefix}' || ${number} from generate_series($1::int, $2::int) n)`

/** The rows that a release writes, and nothing else: no lock taken first, no question asked, no trigger. */
const bare = [
  moved("consent_window", "id", "cwin_", "lapsed"), moved("escrow_parcel", "id", "prcl_", "released"),
  moved("escrow_hold", "id", "hold_", "finished"), moved("shop_order", "id", "sord_", "completed"),
  `insert into escrow_history (machine, row_id, event, from_state, to_state, actor_type, actor_id, at)
   select 'floor', p || ${number}, 'floor', 'floor', 'floor', 'system', 'floor', now() from generate_series($1::int, $2::int) n, unnest(array['prcl_', 'cwin_', 'hold_', 'sord_']) p`,
  `with journals as (
     insert into ledger_journal (key, kind, reason, overdraws, occurred_at)
     select 'floor:' || ${number}, 'parcel_released', 'floor', false, now() from generate_series($1::int, $2::int) n returning id, key
   )
   insert into ledger_posting (journal_id, position, from_account, to_account, currency, amount)
   select id, 1, 'hold:hold_' || split_part(key, ':', 2), 'merchant:floor:payable', 'irr', ${AMOUNT} from journals`,
  `update ledger_account set balance = 0, updated_at = now() where id in (select 'hold:hold_' || ${number} || '/irr' from generate_series($1::int, $2::int) n)`,
]

/** Writes what a release of orders `from` to `to` must write, in chunks, as bare statements. @returns milliseconds */
export async function floor(client, from, to, chunk) {
  await client.query("set session_replication_role = replica")
  const start = performance.now()
  for (let at = from; at <= to; at += chunk) {
    await client.query("begin")
    for (const sql of bare) await client.query(sql, [at, Math.min(at + chunk - 1, to)])
    await client.query("commit")
  }
  const ms = performance.now() - start
  await client.query("set session_replication_role = origin")
  return ms
}
