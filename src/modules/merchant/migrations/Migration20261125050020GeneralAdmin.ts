import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Which operator may act for a shop's merchant, in what, and from when until when (K14). */
const delegations = `
  create table shop_delegation (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    shop_id text not null references pasaj_shop (id),
    operator_id text not null,
    operator_name text not null,
    scope text[] not null check (cardinality(scope) > 0 and scope <@ array['order.dispatch', 'catalogue.manage', 'shop.manage']),
    from_at timestamptz not null,
    until_at timestamptz not null,
    reason text not null,
    assigned_by text not null,
    assigned_at timestamptz not null,
    ended_at timestamptz,
    ended_by_type text,
    ended_by_id text,
    end_reason text,
    constraint shop_delegation_time check (from_at < until_at),
    constraint shop_delegation_ended check (num_nonnulls(ended_at, ended_by_type, ended_by_id) in (0, 3))
  );
  create index shop_delegation_merchant on shop_delegation (merchant_id, id);
  create index shop_delegation_shop on shop_delegation (shop_id, id);
  create index shop_delegation_operator on shop_delegation (operator_id, id);
`

/**
 * Every act under an assignment: written before it is done, its outcome before the answer leaves. An act without an
 * outcome is one that a stop interrupted; what became of it stands in the histories of its rows.
 */
const acts = `
  create table delegation_act (
    id bigint generated always as identity primary key,
    delegation_id text not null references shop_delegation (id),
    merchant_id text not null,
    shop_id text not null,
    operator_id text not null,
    method text not null,
    path text not null,
    what text not null,
    said jsonb not null,
    at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create index delegation_act_of on delegation_act (delegation_id, id);
  create table delegation_act_outcome (
    act_id bigint primary key references delegation_act (id),
    status int not null,
    code text,
    created_at timestamptz not null default clock_timestamp()
  );
  create trigger delegation_act_append_only before update or delete on delegation_act
    for each row execute function pasaj_append_only();
  create trigger delegation_act_outcome_append_only before update or delete on delegation_act_outcome
    for each row execute function pasaj_append_only();
`

export class Migration20261125050020GeneralAdmin extends Migration {
  override up(): void {
    for (const sql of [delegations, acts]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists delegation_act_outcome, delegation_act, shop_delegation cascade")
  }
}
