import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Buyers ask for the best of a guild or of a city: one index each, where sorting thousands of shops was felt. */
const lists = ["guild", "city"].flatMap((column) =>
  ["score", "name"].map((order) =>
    `create index pasaj_shop_seen_${column}_${order} on pasaj_shop (${column}, ${order}, id) where leased_until is not null and cardinality(stops) = 0 and closed_at is null`,
  ),
)

/** Hardly any shop is stopped, which the planner cannot know of a function by itself: it took every list for a short one. */
const stopped = "create statistics pasaj_shop_stopped on (cardinality(stops)) from pasaj_shop"

export class Migration20261125060004ShopsByTwo extends Migration {
  override up(): void {
    for (const sql of [...lists, stopped]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop statistics if exists pasaj_shop_stopped")
    this.addSql("drop index if exists pasaj_shop_seen_guild_score, pasaj_shop_seen_guild_name, pasaj_shop_seen_city_score, pasaj_shop_seen_city_name")
  }
}
