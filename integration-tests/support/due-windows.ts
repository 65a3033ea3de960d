import type { Arcade } from "./server"

/** Parcels that have arrived, each of an order of its own with its funded hold; all windows close at `due_at`. */
export async function dueWindows(arcade: Arcade, count: number, due_at: string): Promise<void> {
  const shop = arcade.seed.merchants[0]
  const ids = [shop?.merchant_id, shop?.shops[0]?.id]
  await arcade.sql(
    `insert into escrow_order (order_id, display_id, currency, total_minor, own_income_minor, own_tax_minor, placed_at)
     select 'order_due' || i, 500000 + i, 'irr', 1000 + i, 0, 0, now() from generate_series(1, $1::int) i`, [count])
  await arcade.sql(
    `insert into shop_order (id, order_id, display_id, shop_id, merchant_id, state, currency, amount_minor, placed_at)
     select 'sord_due' || i, 'order_due' || i, 500000 + i, $3, $2, 'delivered', 'irr', 1000 + i, now() from generate_series(1, $1::int) i`, [count, ...ids])
  await arcade.sql(
    `insert into escrow_hold (id, order_id, shop_order_id, shop_id, merchant_id, state, currency, amount_minor)
     select 'hold_due' || i, 'order_due' || i, 'sord_due' || i, $3, $2, 'held', 'irr', 1000 + i from generate_series(1, $1::int) i`, [count, ...ids])
  await arcade.sql(
    `insert into escrow_capture (capture_id, order_id, provider, amount_minor, shares, funded_at)
     select 'capt_due' || i, 'order_due' || i, 'pp_due', 1000 + i, jsonb_build_array(jsonb_build_object('account', 'hold:hold_due' || i, 'minor', 1000 + i)), now()
     from generate_series(1, $1::int) i`, [count])
  await arcade.sql(
    `select ledger_post(array['gateway:pp_due/irr'] || array_agg('hold:hold_due' || i || '/irr' order by i), array['capture:all_due:fund'],
       array['capture_funded'], array['a test'], array[false], array_agg(1 order by i), array_agg(i order by i), array_agg(1 order by i),
       array_agg(i + 1 order by i), array_agg((1000 + i)::bigint order by i), now()) from generate_series(1, $1::int) i`, [count])
  await arcade.sql(
    `insert into escrow_parcel (id, shop_order_id, hold_id, order_id, merchant_id, state, carrier, tracking_code, currency, amount_minor,
       packed_at, handed_over_at, delivered_at, delivery_evidence)
     select 'prcl_due' || i, 'sord_due' || i, 'hold_due' || i, 'order_due' || i, $2, 'delivered', 'Iran Post', 'RR' || (300000000 + i) || 'IR', 'irr', 1000 + i,
       now(), now(), now(), 'carrier' from generate_series(1, $1::int) i`, [count, ids[0]])
  await arcade.sql(
    `with line as (insert into shop_order_line (line_item_id, shop_order_id, title, quantity, amount_minor)
       select 'line_due' || i, 'sord_due' || i, 'Line', 1, 1000 + i from generate_series(1, $1::int) i returning line_item_id, amount_minor)
     insert into escrow_parcel_item (parcel_id, line_item_id, quantity, amount_minor) select 'prcl_due' || substr(line_item_id, 9), line_item_id, 1, amount_minor from line`, [count])
  await arcade.sql(
    `insert into consent_window (id, parcel_id, state, policy, opened_at, due_at)
     select 'cwin_due' || i, 'prcl_due' || i, 'open', '{"preset": "kerkere", "starts": "delivery", "length": 7, "unit": "calendar_days"}', now(), $2::timestamptz
     from generate_series(1, $1::int) i`, [count, due_at])
}
