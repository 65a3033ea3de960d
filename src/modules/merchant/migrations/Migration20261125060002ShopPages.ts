import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { stamps } from "../../../adapters/move"

/** `score` is a read model: it orders lists, and later work fills it. What buyers may read of contact and policies is all of it. */
const profile = `
  alter table pasaj_shop
    add column city text,
    add column colours jsonb,
    add column contact jsonb,
    add column policies jsonb,
    add column opening_hours jsonb not null default '[]',
    add column logo_id text,
    add column banner_id text,
    add column gallery_ids text[] not null default '{}',
    add column vacation_note text,
    add column score integer not null default 0;
`

const pictures = `
  create table shop_picture (
    id text primary key,
    shop_id text not null references pasaj_shop (id),
    merchant_id text not null references pasaj_merchant (id),
    file_id text not null,
    url text not null,
    kind text not null check (kind in ('jpeg', 'png', 'webp')),
    bytes integer not null check (bytes > 0),
    sha256 text not null,
    constraint shop_picture_once unique (shop_id, sha256),
    ${stamps}
  );
`

/** An address that a shop had leads to it for ever, and to no other shop: old links, and the SKUs that bear it. */
const formerHandles = `
  create table shop_former_handle (
    handle text primary key,
    shop_id text not null references pasaj_shop (id),
    left_at timestamptz not null
  );
`

/** Buyers' lists: the shops they see, by what they may be sorted and filtered by. */
const lists = `
  alter table pasaj_shop add column search tsvector generated always as (
    to_tsvector('simple', name || ' ' || guild || ' ' || coalesce(city, '') || ' ' || left(coalesce(story, ''), 4000))
  ) stored;
  create index pasaj_shop_search on pasaj_shop using gin (search);
  create index pasaj_shop_seen_newest on pasaj_shop (id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null;
  create index pasaj_shop_seen_name on pasaj_shop (name, id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null;
  create index pasaj_shop_seen_score on pasaj_shop (score, id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null;
  create index pasaj_shop_seen_guild on pasaj_shop (guild, id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null;
  create index pasaj_shop_seen_city on pasaj_shop (city, id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null;
  create index pasaj_shop_seen_tier on pasaj_shop (tier, id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null;
  create index shop_product_shown on shop_product (shop_id, product_id) where shown;
`

export class Migration20261125060002ShopPages extends Migration {
  override up(): void {
    for (const sql of [profile, pictures, formerHandles, lists]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop index if exists shop_product_shown")
    this.addSql("drop table if exists shop_former_handle, shop_picture")
    this.addSql(`alter table if exists pasaj_shop drop column if exists search, drop column if exists city, drop column if exists colours,
      drop column if exists contact, drop column if exists policies, drop column if exists opening_hours, drop column if exists logo_id,
      drop column if exists banner_id, drop column if exists gallery_ids, drop column if exists vacation_note, drop column if exists score`)
  }
}
