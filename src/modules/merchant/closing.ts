import type { SqlManager } from "../../adapters/ledger"
import { shopFactsOf, type ShopRow } from "../../adapters/shop-facts"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { shopStatus } from "../../domain/shop"

/**
 * Holds a shop that is not closed until the transaction ends: whoever begins something with it, such as a lease or a product,
 * and whoever closes it, go one after the other. It comes before every other lock but its merchant's. @throws shop_not_found, shop_closed
 */
export async function holdOpenShop(manager: SqlManager, shopId: string): Promise<{ handle: string; merchant_id: string }> {
  const [shop] = await manager.execute<{ handle: string; merchant_id: string; closed: boolean }>(
    "select handle, merchant_id, closed_at is not null as closed from pasaj_shop where id = ? for update", [shopId],
  )
  if (!shop) return refuse("shop_not_found", { id: shopId })
  return shop.closed ? refuse("shop_closed") : shop
}

/** Holds a shop. @returns whether it is closed already. @throws shop_not_found */
export async function heldAsClosed(manager: SqlManager, shopId: string): Promise<boolean> {
  const [shop] = await manager.execute<{ closed: boolean }>("select closed_at is not null as closed from pasaj_shop where id = ? for update", [shopId])
  return shop ? shop.closed : refuse("shop_not_found", { id: shopId })
}

/** The open shops of a merchant, held in id order. */
export async function holdOpenShopsOf(manager: SqlManager, merchantId: string): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>("select id from pasaj_shop where merchant_id = ? and closed_at is null order by id for update", [merchantId])
  return rows.map(({ id }) => id)
}

/**
 * Closes shops for good: their products leave by themselves, their addresses stay theirs, and their general admins' assignments end.
 * What was bought goes on to its end. The caller holds the shops, and has looked that nothing keeps them. `reason`: null where
 * whoever closes it need not give any.
 */
export async function closeShops(manager: SqlManager, shopIds: string[], reason: string | null, at: Instant, actor: Actor): Promise<void> {
  const shops = await manager.execute<ShopRow & { id: string }>(
    "select id, leased_until, stops, vacation_from, vacation_until, closed_at from pasaj_shop where id = any(array[?]::text[]) and closed_at is null order by id", [shopIds],
  )
  const ids = shops.map(({ id }) => id)
  await manager.execute(
    `insert into merchant_history (machine, row_id, event, from_state, to_state, actor_type, actor_id, actor_for, reason, at)
     select 'shop', s.id, 'close', s.was, 'closed', ?, ?, ?, ?, ?::timestamptz from unnest(array[?]::text[], array[?]::text[]) as s(id, was)`,
    [actor.type, actor.id, actor.for ?? null, reason, at, ids, shops.map((shop) => shopStatus(shopFactsOf(shop), at))],
  )
  await manager.execute("update pasaj_shop set closed_at = ?::timestamptz, close_reason = ?, updated_at = now() where id = any(array[?]::text[])", [at, reason, ids])
  await manager.execute(
    `update shop_delegation set ended_at = ?::timestamptz, ended_by_type = ?, ended_by_id = ?, end_reason = 'the shop is closed', renew_at = null where id in (
       select id from shop_delegation where shop_id = any(array[?]::text[]) and ended_at is null and until_at > ?::timestamptz order by id for update
     )`,
    [at, actor.type, actor.id, ids, at],
  )
}
