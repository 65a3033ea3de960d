import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { roomOf } from "./limits"

/**
 * The merchant wants the products in the storefront: as many as the plan's limit has room for, in the given order. Those
 * that are wanted already stay so. Holds the shop's row, so it must run in a transaction.
 * @returns the products that the limit left out. @throws shop_not_found, shop_closed
 */
export async function wantProducts(manager: SqlManager, shopId: string, productIds: string[]): Promise<string[]> {
  const room = await roomOf(manager, shopId)
  const unwanted = await manager.execute<{ product_id: string }>(
    "select product_id from shop_product where shop_id = ? and not wanted and product_id = any(array[?]::text[])",
    [shopId, productIds],
  )
  const asked = new Set(unwanted.map(({ product_id }) => product_id))
  const inOrder = productIds.filter((id) => asked.has(id))
  await manager.execute("update shop_product set wanted = true, updated_at = now() where product_id = any(array[?]::text[])", [inOrder.slice(0, room.free)])
  return inOrder.slice(room.free)
}

/** Publishes one product, as far as nothing else blocks it. @throws shop_not_found, shop_closed, product_limit_reached */
export async function publishProduct(manager: SqlManager, shopId: string, productId: string): Promise<void> {
  const { limit } = await roomOf(manager, shopId)
  const beyond = await wantProducts(manager, shopId, [productId])
  if (beyond.length > 0) refuse("product_limit_reached", { most: limit ?? 0 })
}

/** Takes one product out of the storefront; the room it leaves goes to the next one that waits for it. */
export const withdrawProduct = (manager: SqlManager, productId: string): Promise<unknown> =>
  manager.execute(
    `with withdrawn as (
       update shop_product set wanted = false, picked = false, updated_at = now() where product_id = ? and wanted returning shop_id
     )
     update pasaj_shop s set shelves_fit = false, updated_at = now() from withdrawn w where s.id = w.shop_id and s.product_limit is not null`,
    [productId],
  )

/** Notes that the product is no more; its place stays, so that whoever still asks learns whose it was. */
export const markRemoved = (manager: SqlManager, productId: string, at: Instant): Promise<unknown> =>
  manager.execute("update shop_product set removed_at = ?::timestamptz, wanted = false, shown = false, updated_at = now() where product_id = ?", [at, productId])
