import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, historyTable, stamps } from "../../../adapters/move"

const orders = `
  create table escrow_order (
    order_id text primary key,
    display_id int not null,
    currency text not null,
    total_minor bigint not null check (total_minor >= 0),
    own_income_minor bigint not null check (own_income_minor >= 0),
    own_tax_minor bigint not null check (own_tax_minor >= 0),
    placed_at timestamptz not null,
    ${stamps}
  );
  create table escrow_capture (
    capture_id text primary key,
    order_id text not null references escrow_order (order_id),
    provider text not null,
    amount_minor bigint not null check (amount_minor > 0),
    shares jsonb not null,
    funded_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create index escrow_capture_order on escrow_capture (order_id);
  create table shop_order (
    id text primary key,
    order_id text not null references escrow_order (order_id),
    display_id int not null,
    shop_id text not null,
    merchant_id text not null,
    state text not null check (state in ('awaiting_payment', 'paid', 'preparing', 'partly_shipped', 'shipped', 'delivered', 'completed', 'cancelled')),
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    placed_at timestamptz not null,
    constraint shop_order_once unique (order_id, shop_id),
    ${stamps}
  );
  create index shop_order_desk on shop_order (merchant_id, state, id);
  create index shop_order_latest on shop_order (merchant_id, id);
  create table shop_order_line (
    line_item_id text primary key,
    shop_order_id text not null references shop_order (id),
    title text not null,
    quantity int not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    ${stamps}
  );
  create index shop_order_line_order on shop_order_line (shop_order_id);
  create table escrow_hold (
    id text primary key,
    order_id text not null references escrow_order (order_id),
    shop_order_id text not null references shop_order (id),
    shop_id text not null,
    merchant_id text not null,
    state text not null check (state in ('awaiting_funds', 'held', 'finished')),
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    constraint escrow_hold_once unique (order_id, shop_id),
    ${stamps}
  );
  create index escrow_hold_shop_order on escrow_hold (shop_order_id);
  create index escrow_hold_merchant on escrow_hold (merchant_id, state);
`

const parcels = `
  create table escrow_parcel (
    id text primary key,
    shop_order_id text not null references shop_order (id),
    hold_id text not null references escrow_hold (id),
    order_id text not null,
    merchant_id text not null,
    state text not null check (state in ('packed', 'discarded', 'handed_over', 'delivered', 'lost', 'released', 'refunded', 'split')),
    carrier text not null,
    tracking_code text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    fulfillment_id text,
    packed_at timestamptz not null,
    handed_over_at timestamptz,
    delivered_at timestamptz,
    delivery_evidence text check (delivery_evidence in ('carrier', 'buyer', 'operator')),
    delivery_note text,
    fulfillment_delivered boolean not null default false,
    constraint escrow_parcel_delivered check ((delivered_at is null) = (delivery_evidence is null)),
    constraint escrow_parcel_released check (state not in ('released', 'split') or delivered_at is not null),
    ${stamps}
  );
  create index escrow_parcel_shop_order on escrow_parcel (shop_order_id);
  create index escrow_parcel_hold on escrow_parcel (hold_id);
  create index escrow_parcel_order on escrow_parcel (order_id);
  create index escrow_parcel_state on escrow_parcel (state, id);
  create index escrow_parcel_half_packed on escrow_parcel (created_at) where state = 'packed';
  create index escrow_parcel_undelivered_there on escrow_parcel (updated_at, id) where delivered_at is not null and not fulfillment_delivered;
  create table escrow_parcel_item (
    parcel_id text not null references escrow_parcel (id),
    line_item_id text not null references shop_order_line (line_item_id),
    quantity int not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    primary key (parcel_id, line_item_id)
  );
  create index escrow_parcel_item_line on escrow_parcel_item (line_item_id);
  create table consent_window (
    id text primary key,
    parcel_id text not null constraint consent_window_once unique references escrow_parcel (id),
    state text not null check (state in ('waiting', 'open', 'paused', 'given', 'lapsed', 'decided')),
    policy jsonb not null,
    calendar_version int,
    opened_at timestamptz,
    due_at timestamptz,
    remaining_ms bigint,
    closed_at timestamptz,
    constraint consent_window_due check (state <> 'open' or due_at is not null),
    ${stamps}
  );
  create index consent_window_due_at on consent_window (due_at, parcel_id) where state = 'open';
`

/** What a stop may have left half-done is found by these: how far each sweep has read, and what it has still to do. */
const repair = `
  create table escrow_cursor (
    name text primary key,
    at timestamptz not null
  );
  insert into escrow_cursor (name, at) values ('orders', now()), ('captures', now());
  create table escrow_intent (
    order_id text primary key,
    attempts int not null default 0,
    last_error text,
    created_at timestamptz not null default now()
  );
`

export class Migration20261122000400Escrow extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, orders, parcels, repair, historyTable("escrow_history")]) this.addSql(sql)
  }

  override down(): void {
    this.addSql(
      `drop table if exists escrow_history, escrow_intent, escrow_cursor, consent_window, escrow_parcel_item, escrow_parcel,
       escrow_hold, shop_order_line, shop_order, escrow_capture, escrow_order cascade`,
    )
  }
}
