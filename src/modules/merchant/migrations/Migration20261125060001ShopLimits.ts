import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * What the plan allows stands on the shop as the lease last told it; null is without limit, and until
 * `limits_told` no plan has spoken. `picked`: the merchant wants it to stay when not all may. `shelves_fit`: whether the products beyond the
 * limit, and no others, carry their block; where it does not hold, work is left over, found by its own index.
 */
const limits = `
  alter table pasaj_shop
    add column limits_told boolean not null default false,
    add column tier integer,
    add column product_limit integer check (product_limit >= 0),
    add column image_limit integer check (image_limit >= 0),
    add column shop_limit integer check (shop_limit >= 0),
    add column shelves_fit boolean not null default true;
  create index pasaj_shop_unfit on pasaj_shop (id) where not shelves_fit;
  alter table shop_product add column picked boolean not null default false;
  create index shop_product_wanted on shop_product (shop_id, picked desc, created_at, product_id) where wanted;
`

export class Migration20261125060001ShopLimits extends Migration {
  override up(): void {
    this.addSql(limits)
  }

  override down(): void {
    this.addSql("drop index if exists shop_product_wanted")
    this.addSql("alter table if exists shop_product drop column if exists picked")
    this.addSql(`alter table if exists pasaj_shop drop column if exists limits_told, drop column if exists tier, drop column if exists product_limit,
      drop column if exists image_limit, drop column if exists shop_limit, drop column if exists shelves_fit`)
  }
}
