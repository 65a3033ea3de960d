import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { stamps } from "../../../adapters/move"

/** What left an order's accounts other than by the release of a parcel: cancelled, refunded, charged back. */
const outflows = `
  create table escrow_outflow (
    journal_key text not null,
    order_id text not null references escrow_order (order_id),
    shop_order_id text references shop_order (id),
    account text not null,
    amount_minor bigint not null check (amount_minor <> 0),
    at timestamptz not null,
    primary key (journal_key, account)
  );
  create index escrow_outflow_order on escrow_outflow (order_id);
  create trigger escrow_outflow_append_only before update or delete on escrow_outflow for each row execute function pasaj_append_only();
`

const cancellations = `
  alter table shop_order_line add column cancelled_at timestamptz;
  create table escrow_cancellation (
    id text primary key,
    order_id text not null references escrow_order (order_id),
    whole boolean not null,
    lines jsonb not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    refund_minor bigint not null check (refund_minor >= 0),
    actor_type text not null,
    actor_id text not null,
    reason text not null,
    at timestamptz not null,
    followed_at timestamptz,
    attempts int not null default 0,
    last_error text,
    ${stamps}
  );
  create index escrow_cancellation_order on escrow_cancellation (order_id);
  create index escrow_cancellation_unfollowed on escrow_cancellation (created_at) where followed_at is null;
  create table seller_cancellation (
    cancellation_id text not null references escrow_cancellation (id),
    shop_order_id text not null references shop_order (id),
    merchant_id text not null,
    shop_id text not null,
    member_id text not null,
    currency text not null,
    amount_minor bigint not null,
    cancelled_at timestamptz not null,
    hours_since_final int,
    primary key (cancellation_id, shop_order_id)
  );
  create index seller_cancellation_merchant on seller_cancellation (merchant_id, cancelled_at);
  create trigger seller_cancellation_append_only before update or delete on seller_cancellation for each row execute function pasaj_append_only();
`

const refunds = `
  create table escrow_refund (
    id text primary key,
    order_id text not null references escrow_order (order_id),
    shop_order_id text references shop_order (id),
    state text not null check (state in ('due', 'executing', 'executed', 'failed')),
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    reason text not null,
    reference text,
    execute_after timestamptz not null,
    leased_until timestamptz,
    attempts int not null default 0,
    last_error text,
    ${stamps}
  );
  create index escrow_refund_order on escrow_refund (order_id);
  create index escrow_refund_waiting on escrow_refund (execute_after) where state <> 'executed';
  create unique index escrow_refund_reference on escrow_refund (shop_order_id, reference);
  create table escrow_made_refund (
    medusa_refund_id text primary key,
    order_id text not null references escrow_order (order_id),
    provider text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    rule text not null,
    at timestamptz not null
  );
  create index escrow_made_refund_order on escrow_made_refund (order_id);
  create table escrow_refund_part (
    medusa_refund_id text not null references escrow_made_refund (medusa_refund_id),
    refund_id text not null references escrow_refund (id),
    amount_minor bigint not null check (amount_minor > 0),
    primary key (medusa_refund_id, refund_id)
  );
  create index escrow_refund_part_refund on escrow_refund_part (refund_id);
  create table escrow_suspense (
    id text primary key,
    order_id text not null references escrow_order (order_id),
    state text not null check (state in ('open', 'resolved')),
    source text not null,
    reference text not null constraint escrow_suspense_once unique,
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    note text not null,
    resolution text,
    found_at timestamptz not null,
    ${stamps}
  );
  create index escrow_suspense_queue on escrow_suspense (state, id);
  create table escrow_chargeback (
    id text primary key,
    order_id text not null references escrow_order (order_id),
    provider text not null,
    reference text not null constraint escrow_chargeback_once unique,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    fee_minor bigint not null check (fee_minor >= 0),
    recorded_by text not null,
    at timestamptz not null,
    ${stamps}
  );
  create table escrow_followup (
    order_id text primary key references escrow_order (order_id),
    attempts int not null default 0,
    last_error text,
    created_at timestamptz not null default clock_timestamp()
  );
  create table escrow_seen (
    id text primary key,
    at timestamptz not null default clock_timestamp()
  );
  create index escrow_seen_at on escrow_seen (at);
  insert into escrow_cursor (name, at) values ('refunds', now()), ('cancelled_orders', now()), ('order_changes', now()), ('deliveries', now());
`

export class Migration20261122000640Refunds extends Migration {
  override up(): void {
    for (const sql of [outflows, cancellations, refunds]) this.addSql(sql)
  }

  override down(): void {
    this.addSql(
      `drop table if exists escrow_seen, escrow_followup, escrow_chargeback, escrow_suspense, escrow_refund_part, escrow_made_refund, escrow_refund, seller_cancellation, escrow_cancellation, escrow_outflow cascade`,
    )
    this.addSql("alter table if exists shop_order_line drop column if exists cancelled_at")
    this.addSql("delete from escrow_cursor where name in ('refunds', 'cancelled_orders', 'order_changes', 'deliveries')")
  }
}
