import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { shopFactsOf, type ShopRow } from "../../adapters/shop-facts"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { sells } from "../../domain/shop"

/**
 * Lays the block of a shop that does not sell on up to `most` of its products, or takes it away, by what the shop is at
 * `at`. When none is left, its shelves count as shut (or open), which is what products placed later begin with. Holds the
 * shop's row, so it must run in a transaction.
 * @returns how many products it did; fewer than `most` when done. @throws shop_not_found
 */
export async function shiftShelves(manager: SqlManager, shopId: string, at: Instant, most: number): Promise<number> {
  const [shop] = await manager.execute<ShopRow>(
    "select leased_until, stops, vacation_from, vacation_until, closed_at from pasaj_shop where id = ? for update",
    [shopId],
  )
  if (!shop) refuse("shop_not_found", { id: shopId })
  const open = sells(shopFactsOf(shop), at)
  const moved = await manager.execute(
    `with due as (
       select product_id from shop_product where shop_id = ? and (blocks @> array['shop_stopped']::text[]) = ?::boolean order by product_id limit ?
     )
     update shop_product p
     set blocks = case when ?::boolean then array_remove(p.blocks, 'shop_stopped') else array_append(p.blocks, 'shop_stopped') end, updated_at = now()
     from due where p.product_id = due.product_id returning p.product_id`,
    [shopId, open, most, open],
  )
  if (moved.length < most) await manager.execute("update pasaj_shop set shelves_open = ?, updated_at = now() where id = ? and shelves_open <> ?", [open, shopId, open])
  return moved.length
}

/** Shops with open shelves that do not sell at the instant given three times; each branch has its own small index. */
const justStopped = `
  select id from pasaj_shop where shelves_open and (leased_until is null or leased_until <= ?::timestamptz)
  union select id from pasaj_shop where shelves_open and (cardinality(stops) > 0 or closed_at is not null)
  union select id from pasaj_shop
    where shelves_open and vacation_from is not null and vacation_from <= ?::timestamptz and (vacation_until is null or vacation_until > ?::timestamptz)`

/** Shops with shut shelves that sell at the instant given three times. */
const justOpened = `
  select id from pasaj_shop
  where not shelves_open and cardinality(stops) = 0 and closed_at is null and leased_until is not null and leased_until > ?::timestamptz
    and not (vacation_from is not null and vacation_from <= ?::timestamptz and (vacation_until is null or vacation_until > ?::timestamptz))`

/** Shops whose shelves are not what the shop is at `at` or its plan allows, or whose products Medusa has yet to be told of; in id order. */
export async function shopsToShelve(manager: SqlManager, at: Instant, most: number, after: string): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    `select id from (
       ${justStopped} union ${justOpened} union select id from pasaj_shop where not shelves_fit
       union select distinct shop_id from shop_product where shown <> (wanted and cardinality(blocks) = 0 and source_digest <> '')
     ) due where id > ? order by id limit ?`,
    [at, at, at, at, at, at, after, most],
  )
  return rows.map((row) => row.id)
}

/** The next instant after `at` at which time alone stops or opens a shop. */
export async function nextShelving(manager: SqlManager, at: Instant): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | Date | null }>(
    `select least(
       (select min(leased_until) from pasaj_shop where shelves_open and leased_until > ?::timestamptz),
       (select min(vacation_from) from pasaj_shop where shelves_open and vacation_from is not null and vacation_from > ?::timestamptz),
       (select min(vacation_until) from pasaj_shop
        where not shelves_open and cardinality(stops) = 0 and closed_at is null and leased_until > ?::timestamptz and vacation_until > ?::timestamptz)
     ) as at`,
    [at, at, at, at],
  )
  return instantOrNull(row?.at ?? null)
}

/**
 * The ids of the products that a storefront would still show although they are not for sale at `at`, as SQL for a query
 * of anybody's: their batch is on its way. Every product list asks this, so it goes from the few shops to their products,
 * whatever the planner thinks of their number.
 */
export const hiddenProducts = (at: Instant): { sql: string; values: Instant[] } => ({
  sql: `with stopped as materialized (${justStopped})
    select product_id from shop_product where shown and not (wanted and cardinality(blocks) = 0)
    union all
    select p.product_id from stopped cross join lateral (select product_id from shop_product where shop_id = stopped.id and shown offset 0) p`,
  values: [at, at, at],
})

/** Whether there is any such product: as a rule there is none. */
export async function anyToHide(manager: SqlManager, at: Instant): Promise<boolean> {
  const { sql, values } = hiddenProducts(at)
  return (await manager.execute(`select 1 from (${sql}) hidden limit 1`, values)).length > 0
}
