import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { holdOpenShop } from "./closing"

/** What a plan allows a shop (and, for `shops`, its merchant); null is without limit. `tier` ranks plans for buyers' filters. */
export type ShopLimits = { products: number | null; images: number | null; shops: number | null; tier?: number | null }

/**
 * Notes what the shop's plan allows, as its lease tells; safe twice. Products already listed beyond the new limit are
 * blocked by the next `fitShelves` (which `syncShopProductsWorkflow` calls), and come back by it when the limit grows.
 */
export const limitShop = (manager: SqlManager, shopId: string, { products, images, shops, tier = null }: ShopLimits): Promise<unknown> =>
  manager.execute(
    `update pasaj_shop
     set shelves_fit = shelves_fit and product_limit is not distinct from ?::integer, limits_told = true,
       product_limit = ?::integer, image_limit = ?::integer, shop_limit = ?::integer, tier = ?::integer, updated_at = now()
     where id = ? and (limits_told, product_limit, image_limit, shop_limit, tier) is distinct from (true, ?::integer, ?::integer, ?::integer, ?::integer)`,
    [products, products, images, shops, tier, shopId, products, images, shops, tier],
  )

/** Holds the shop's row. @returns how many products its plan lists; null is without limit. @throws shop_not_found */
async function heldLimit(manager: SqlManager, shopId: string): Promise<number | null> {
  const [shop] = await manager.execute<{ product_limit: number | null }>("select product_limit from pasaj_shop where id = ? for update", [shopId])
  return shop ? shop.product_limit : refuse("shop_not_found", { id: shopId })
}

/**
 * Lays the block `over_limit` on up to `most` products that the plan's limit leaves out, and takes it from those it does
 * not: of the products that the merchant wants listed, the picked ones stay first, then the oldest. Holds the shop's row,
 * so it must run in a transaction; safe twice.
 * @returns how many products it did; fewer than `most` when done. @throws shop_not_found
 */
export async function fitShelves(manager: SqlManager, shopId: string, most: number): Promise<number> {
  const limit = await heldLimit(manager, shopId)
  const moved = await manager.execute(
    `with ranked as (
       select product_id, row_number() over (order by picked desc, created_at, product_id) > ?::integer as beyond
       from shop_product where shop_id = ? and wanted and ?::integer is not null
     ), due as (
       select p.product_id, coalesce(r.beyond, false) as beyond from shop_product p left join ranked r on r.product_id = p.product_id
       where p.shop_id = ? and (p.blocks @> array['over_limit']::text[]) <> coalesce(r.beyond, false)
       order by p.product_id limit ?
     )
     update shop_product p
     set blocks = case when due.beyond then array_append(p.blocks, 'over_limit') else array_remove(p.blocks, 'over_limit') end, updated_at = now()
     from due where p.product_id = due.product_id returning p.product_id`,
    [limit, shopId, limit, shopId, most],
  )
  if (moved.length < most) await manager.execute("update pasaj_shop set shelves_fit = true, updated_at = now() where id = ? and not shelves_fit", [shopId])
  return moved.length
}

/** How many more products the shop may list, and how many its plan lists. Holds the shop's row until the transaction ends. */
export type Room = { free: number; limit: number | null }

/**
 * `apart`: products that hold their place already, and are not counted. What a crash left unfinished an hour ago does not
 * keep others out. @throws shop_not_found, shop_closed
 */
export async function roomOf(manager: SqlManager, shopId: string, apart: string[] = []): Promise<Room> {
  await holdOpenShop(manager, shopId)
  const limit = await heldLimit(manager, shopId)
  if (limit === null) return { free: Number.MAX_SAFE_INTEGER, limit }
  const [row] = await manager.execute<{ wanted: number }>(
    `select count(*)::int as wanted from shop_product
     where shop_id = ? and wanted and not product_id = any(array[?]::text[]) and (source_digest <> '' or updated_at > now() - interval '1 hour')`,
    [shopId, apart],
  )
  return { free: Math.max(0, limit - (row?.wanted ?? 0)), limit }
}

/** The most images of a product, by the shop's plan; null is without limit. */
export async function imageLimitOf(manager: SqlManager, shopId: string): Promise<number | null> {
  const [shop] = await manager.execute<{ image_limit: number | null }>("select image_limit from pasaj_shop where id = ?", [shopId])
  return shop?.image_limit ?? null
}

/**
 * Counts a merchant's shops against the most generous of the plans whose leases let a shop sell at `at`, their grace included; what
 * a lease that has ended allowed counts no more, and without any plan there is no limit (K12). Holds the merchant's row, so that two
 * shops opened at once are counted one after the other. @throws shop_limit_reached
 */
export async function requireRoomForShop(manager: SqlManager, merchantId: string, at: Instant): Promise<void> {
  await manager.execute("select id from pasaj_merchant where id = ? for update", [merchantId])
  const [row] = await manager.execute<{ shops: number; most: number | null }>(
    `select count(*)::int as shops,
       case when bool_or(limits_told and shop_limit is null and leased_until > ?::timestamptz) then null
         else max(shop_limit) filter (where leased_until > ?::timestamptz) end as most
     from pasaj_shop where merchant_id = ? and closed_at is null`,
    [at, at, merchantId],
  )
  if (row && row.most !== null && row.shops >= row.most) refuse("shop_limit_reached", { most: row.most })
}

/**
 * The merchant says which products stay listed when not all may: those and no others are picked. What becomes of them
 * the next `fitShelves` does. @throws shop_not_found, shop_closed, product_not_found, product_limit_reached for more than the plan lists
 */
export async function pickListed(manager: SqlManager, shopId: string, productIds: string[]): Promise<void> {
  await holdOpenShop(manager, shopId)
  const limit = await heldLimit(manager, shopId)
  if (limit !== null && productIds.length > limit) refuse("product_limit_reached", { most: limit })
  const known = await manager.execute<{ product_id: string }>(
    "select product_id from shop_product where shop_id = ? and source_digest <> '' and product_id = any(array[?]::text[])",
    [shopId, productIds],
  )
  const found = new Set(known.map(({ product_id }) => product_id))
  const stranger = productIds.find((id) => !found.has(id))
  if (stranger !== undefined) refuse("product_not_found", { id: stranger })
  await manager.execute(
    `update shop_product set picked = not picked, updated_at = now()
     where shop_id = ? and picked <> (product_id = any(array[?]::text[]))`,
    [shopId, productIds],
  )
  await manager.execute("update pasaj_shop set shelves_fit = false, updated_at = now() where id = ? and product_limit is not null and shelves_fit", [shopId])
}

export type Listing = { product_limit: number | null; wanted: number; picked: number; over_limit: number }

/** How the shop's products stand to its plan's limit. @throws shop_not_found */
export async function listingOf(manager: SqlManager, shopId: string): Promise<Listing> {
  const [row] = await manager.execute<Listing>(
    `select s.product_limit, count(*) filter (where p.wanted)::int as wanted, count(*) filter (where p.wanted and p.picked)::int as picked,
       count(*) filter (where p.wanted and p.blocks @> array['over_limit']::text[])::int as over_limit
     from pasaj_shop s left join shop_product p on p.shop_id = s.id where s.id = ? group by s.id`,
    [shopId],
  )
  return row ?? refuse("shop_not_found", { id: shopId })
}
