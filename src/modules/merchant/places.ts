import type { SqlManager } from "../../adapters/ledger"
import { roomOf } from "./limits"

/** A product's place in its shop, as the import finds it. */
export type Place = { product_id: string; source_handle: string; source_digest: string; wanted: boolean; blocks: string[]; shown: boolean }
export type NewPlace = { product_id: string; source_handle: string; wanted: boolean }
/** `reserved`: the products whose places are now theirs. `beyond`: those that the plan's limit has no room for. */
export type Reservation = { reserved: string[]; beyond: string[] }
export type WrittenPlace = { product_id: string; source_digest: string; wanted: boolean }
/** A product whose status in Medusa is not what its place says. */
export type Showing = { product_id: string; publish: boolean }

/** `source_digest` of a product that was begun and never finished: nobody has ever seen it. */
export const UNFINISHED = ""
/** `source_digest` of a finished product in the middle of a change: it equals no file's. */
export const CHANGING = "changing"

/** The products of the shop that came from these handles. */
export const placesOf = (manager: SqlManager, shopId: string, handles: string[]): Promise<Place[]> =>
  manager.execute<Place>(
    `select product_id, source_handle, source_digest, wanted, blocks, shown from shop_product
     where shop_id = ? and source_handle = any(array[?]::text[])`,
    [shopId, handles],
  )

/**
 * Writes the places of products that are about to be made, before they are: a product without a place would be sold as
 * the marketplace's own. A place whose product is among `replaced` (begun and never finished, or deleted) gets the new
 * one. New places are blocked while the shop's shelves are shut, and those to be listed are cut to the plan's limit; the
 * shop's row is held, so that none slips in while its shelves are being shut or another takes the last room.
 * @returns also what the limit left out; a place that another import took meanwhile is in neither list. @throws shop_not_found, shop_closed
 */
export async function reservePlaces(manager: SqlManager, shopId: string, places: NewPlace[], replaced: string[]): Promise<Reservation> {
  const room = await roomOf(manager, shopId, replaced)
  let free = room.free
  const fits = places.filter(({ wanted }) => !wanted || (free -= 1) >= 0)
  const inserted = await manager.execute<{ product_id: string }>(
    `insert into shop_product (product_id, shop_id, merchant_id, wanted, blocks, source_handle, source_digest)
     select n.product_id, s.id, s.merchant_id, n.wanted, case when s.shelves_open then '{}' else array['shop_stopped'] end, n.source_handle, ''
     from unnest(array[?]::text[], array[?]::text[], array[?]::boolean[]) as n(product_id, source_handle, wanted)
     join pasaj_shop s on s.id = ?
     on conflict (shop_id, source_handle) do update
       set product_id = excluded.product_id, source_digest = '', wanted = excluded.wanted, shown = false, removed_at = null, updated_at = now()
       where shop_product.product_id = any(array[?]::text[])
     returning product_id`,
    [fits.map((each) => each.product_id), fits.map((each) => each.source_handle), fits.map((each) => each.wanted), shopId, replaced],
  )
  const kept = new Set(fits)
  return { reserved: inserted.map((row) => row.product_id), beyond: places.filter((each) => !kept.has(each)).map(({ product_id }) => product_id) }
}

/**
 * Notes what the products now are. None is wanted here that was not before (`wantProducts` does that, within the limit);
 * where one is not wanted any more, its room may go to another.
 */
export const writePlaces = (manager: SqlManager, places: WrittenPlace[]): Promise<unknown> =>
  manager.execute(
    `with written as (
       update shop_product p set source_digest = n.source_digest, wanted = p.wanted and n.wanted, updated_at = now()
       from unnest(array[?]::text[], array[?]::text[], array[?]::boolean[]) as n(product_id, source_digest, wanted)
       where p.product_id = n.product_id returning p.shop_id, n.wanted
     )
     update pasaj_shop s set shelves_fit = false, updated_at = now()
     from (select distinct shop_id from written where not wanted) w where s.id = w.shop_id and s.product_limit is not null and s.shelves_fit`,
    [places.map((each) => each.product_id), places.map((each) => each.source_digest), places.map((each) => each.wanted)],
  )

/** Notes that the products are in the middle of a change, so that a crash in it cannot pass for one of two files. */
export const beginChange = (manager: SqlManager, productIds: string[]): Promise<unknown> =>
  manager.execute("update shop_product set source_digest = ?, updated_at = now() where product_id = any(array[?]::text[])", [CHANGING, productIds])

/** Those of the shop's products that Medusa must publish or unpublish, at most `most`. */
export const duePlaces = (manager: SqlManager, shopId: string, most: number): Promise<Showing[]> =>
  manager.execute<Showing>(
    `select product_id, (wanted and cardinality(blocks) = 0 and source_digest <> '') as publish from shop_product
     where shop_id = ? and shown <> (wanted and cardinality(blocks) = 0 and source_digest <> '')
     order by product_id limit ?`,
    [shopId, most],
  )

/** Notes what Medusa was told. */
export const notePlacesShown = (manager: SqlManager, productIds: string[], shown: boolean): Promise<unknown> =>
  manager.execute("update shop_product set shown = ?, updated_at = now() where product_id = any(array[?]::text[])", [shown, productIds])

/** Gives up a place whose product never came to be. */
export const dropUnfinished = (manager: SqlManager, shopId: string, sourceHandle: string): Promise<unknown> =>
  manager.execute("delete from shop_product where shop_id = ? and source_handle = ? and source_digest = ''", [shopId, sourceHandle])
