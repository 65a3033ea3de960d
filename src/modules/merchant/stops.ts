import type { SqlManager } from "../../adapters/ledger"

/** Why all shops of a merchant stop; a shop's own stops have other reasons. */
export type MerchantStop = "verification_expired" | "leaving"

/**
 * Stops all shops of these merchants for `reason`, also those they open later (a trigger sees to that). The merchants'
 * rows are locked first, then their shops in id order; shelves follow by themselves. Safe twice.
 */
export async function stopShopsOf(manager: SqlManager, merchantIds: string[], reason: MerchantStop): Promise<void> {
  await manager.execute(
    `update pasaj_merchant set shop_stops = array_append(shop_stops, ?) where id in (
       select id from pasaj_merchant where id = any(array[?]::text[]) and not shop_stops @> array[?]::text[] order by id for update
     )`,
    [reason, merchantIds, [reason]],
  )
  await manager.execute(
    `update pasaj_shop set stops = array_append(stops, ?), updated_at = now() where id in (
       select id from pasaj_shop where merchant_id = any(array[?]::text[]) and not stops @> array[?]::text[] order by id for update
     )`,
    [reason, merchantIds, [reason]],
  )
}

/** Takes exactly this reason away again; what else stops a shop stays. */
export async function startShopsOf(manager: SqlManager, merchantId: string, reason: MerchantStop): Promise<void> {
  await manager.execute("update pasaj_merchant set shop_stops = array_remove(shop_stops, ?) where id = ?", [reason, merchantId])
  await manager.execute(
    `update pasaj_shop set stops = array_remove(stops, ?), updated_at = now() where id in (
       select id from pasaj_shop where merchant_id = ? and stops @> array[?]::text[] order by id for update
     )`,
    [reason, merchantId, [reason]],
  )
}
