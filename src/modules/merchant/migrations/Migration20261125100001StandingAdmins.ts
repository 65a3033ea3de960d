import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Who stands by to be a new shop's general admin, in what and for how long (K14); nobody until the operators say so. */
const policy = `
  alter table access_policy
    add column general_admins jsonb not null default '[]',
    add column general_admin_scope text[] not null default '{order.dispatch,catalogue.manage,shop.manage}'
      check (cardinality(general_admin_scope) > 0 and general_admin_scope <@ array['order.dispatch', 'catalogue.manage', 'shop.manage']),
    add column general_admin_days int not null default 180 check (general_admin_days between 1 and 730);
  update access_policy set general_admin_days = least(general_admin_days, delegation_days);
`

/**
 * `policy_version`: the edition that assigned it; null where an operator did. `renew_at`: when it is to be looked at whether it
 * goes on; null once it was, and where nobody renews it. The other indexes are for those who list shops without a general
 * admin, and for whoever counts what an operator has in hand.
 */
const delegations = `
  alter table shop_delegation
    add column policy_version int references access_policy (version),
    add column renew_at timestamptz;
  create index shop_delegation_renew on shop_delegation (renew_at, id) where renew_at is not null;
  create index shop_delegation_not_ended on shop_delegation (shop_id, until_at, from_at) where ended_at is null;
  create index shop_delegation_in_hand on shop_delegation (operator_id, until_at) where ended_at is null;
  create index pasaj_shop_not_closed on pasaj_shop (id) where closed_at is null;
`

export class Migration20261125100001StandingAdmins extends Migration {
  override up(): void {
    this.addSql("alter table access_policy disable trigger access_policy_append_only")
    for (const sql of [policy, delegations]) this.addSql(sql)
    this.addSql("alter table access_policy enable trigger access_policy_append_only")
  }

  override down(): void {
    this.addSql("drop index if exists pasaj_shop_not_closed, shop_delegation_in_hand, shop_delegation_not_ended, shop_delegation_renew")
    this.addSql("alter table if exists shop_delegation drop column if exists renew_at, drop column if exists policy_version")
    this.addSql("alter table if exists access_policy drop column if exists general_admin_days, drop column if exists general_admin_scope, drop column if exists general_admins")
  }
}
