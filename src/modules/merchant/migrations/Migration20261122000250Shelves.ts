import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { stamps } from "../../../adapters/move"

/**
 * `shown`: whether Medusa was last told to publish the product. Rows where that differs from what is wanted are the work
 * left over, found by their own index, whatever a crash interrupted.
 */
const places = `
  alter table shop_product add column shown boolean not null default false;
  create index shop_product_merchant on shop_product (merchant_id, product_id);
  create index shop_product_stopped on shop_product (shop_id, (blocks @> array['shop_stopped']::text[]), product_id);
  create index shop_product_due on shop_product (shop_id, product_id)
    where shown <> (wanted and cardinality(blocks) = 0 and source_digest <> '');
  create index shop_product_wrongly_shown on shop_product (product_id) where shown and not (wanted and cardinality(blocks) = 0);
`

/**
 * `shelves_open`: whether the shop's products stand unblocked, all of them. The indexes find the shops that no longer are
 * what their shelves say, without looking at the others.
 */
const shelves = `
  alter table pasaj_shop add column shelves_open boolean not null default false;
  create index pasaj_shop_open_lease on pasaj_shop (leased_until) where shelves_open;
  create index pasaj_shop_open_vacation on pasaj_shop (vacation_from) where shelves_open and vacation_from is not null;
  create index pasaj_shop_open_stopped on pasaj_shop (id) where shelves_open and (cardinality(stops) > 0 or closed_at is not null);
  create index pasaj_shop_shut_lease on pasaj_shop (leased_until)
    where not shelves_open and cardinality(stops) = 0 and closed_at is null and leased_until is not null;
`

const imports = `
  create table shop_import (
    id text primary key,
    shop_id text not null references pasaj_shop (id),
    merchant_id text not null references pasaj_merchant (id),
    person_id text not null,
    at timestamptz not null,
    currency text not null,
    rate text not null,
    rounding_minor bigint not null check (rounding_minor > 0),
    file_rows integer not null,
    created_products integer not null,
    updated_products integer not null,
    unchanged_products integer not null,
    variants integer not null,
    problems jsonb not null,
    ${stamps}
  );
  create index shop_import_shop on shop_import (shop_id, id);
`

export class Migration20261122000250Shelves extends Migration {
  override up(): void {
    for (const sql of [places, shelves, imports]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists shop_import")
    this.addSql("alter table if exists shop_product drop column if exists shown")
    this.addSql("alter table if exists pasaj_shop drop column if exists shelves_open")
    this.addSql("drop index if exists shop_product_merchant, shop_product_stopped")
  }
}
