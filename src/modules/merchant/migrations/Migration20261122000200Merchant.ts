import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, historyTable, stamps } from "../../../adapters/move"

const people = `
  create table pasaj_person (
    id text primary key,
    name text not null,
    email text not null,
    phone text,
    ${stamps}
  );
  create table pasaj_merchant (
    id text primary key,
    state text not null check (state in ('applied', 'in_review', 'needs_changes', 'rejected', 'verified', 'suspended', 'leaving', 'closed')),
    kind text not null check (kind in ('natural', 'legal')),
    licensed boolean not null,
    name text not null,
    national_id text,
    company_id text,
    licence_number text,
    phone text not null,
    address text not null,
    review_note text,
    applied_at timestamptz not null,
    constraint pasaj_merchant_licensed check (licensed = (licence_number is not null)),
    constraint pasaj_merchant_identity check ((kind = 'natural' and national_id is not null) or (kind = 'legal' and company_id is not null)),
    ${stamps}
  );
  create index pasaj_merchant_queue on pasaj_merchant (state, applied_at, id);
  create table merchant_member (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    person_id text not null references pasaj_person (id),
    role text not null check (role in ('owner', 'manager', 'packer', 'accountant', 'viewer')),
    ${stamps}
  );
  create unique index merchant_member_once on merchant_member (person_id, merchant_id) where deleted_at is null;
  create index merchant_member_merchant on merchant_member (merchant_id);
`

const shops = `
  create table pasaj_shop (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    handle text not null constraint pasaj_shop_handle unique,
    name text not null,
    guild text not null,
    story text,
    dispatch_address text not null,
    leased_until timestamptz,
    stops text[] not null default '{}',
    vacation_from timestamptz,
    vacation_until timestamptz,
    closed_at timestamptz,
    ${stamps}
  );
  create index pasaj_shop_merchant on pasaj_shop (merchant_id, id);
  create index pasaj_shop_lease_end on pasaj_shop (leased_until) where leased_until is not null;
  create table shop_product (
    product_id text primary key,
    shop_id text not null references pasaj_shop (id),
    merchant_id text not null references pasaj_merchant (id),
    wanted boolean not null,
    blocks text[] not null default '{}',
    source_handle text not null,
    source_digest text not null,
    constraint shop_product_source unique (shop_id, source_handle),
    ${stamps}
  );
  create index shop_product_shop on shop_product (shop_id, product_id);
`

export class Migration20261122000200Merchant extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, people, shops, historyTable("merchant_history")]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists merchant_history, shop_product, pasaj_shop, merchant_member, pasaj_merchant, pasaj_person cascade")
  }
}
