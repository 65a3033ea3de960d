import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { WithdrawalExemption } from "../../domain/withdrawal"

export type Exempting = { product_id: string; merchant_ids?: string[]; exemption: WithdrawalExemption | null }

/**
 * Says whether a product may be given back without a fault, for orders placed from now on; for a merchant's member only
 * where it is one of `merchant_ids`. The same again changes nothing. Who said so is kept in the history.
 * @throws product_not_found
 */
export async function exemptProduct(manager: SqlManager, { product_id, merchant_ids, exemption }: Exempting, at: Instant, actor: Actor): Promise<void> {
  const [place] = await manager.execute<{ merchant_id: string; before: string | null }>(
    "select merchant_id, withdrawal_exemption as before from shop_product where product_id = ? for update", [product_id],
  )
  if (!place || (merchant_ids && !merchant_ids.includes(place.merchant_id))) refuse("product_not_found", { id: product_id })
  if (place.before === exemption) return
  await manager.execute(
    `update shop_product set updated_at = now(), withdrawal_exemption = ?, exempt_since = case when ?::text is null then null else clock_timestamp() end
     where product_id = ?`,
    [exemption, exemption, product_id],
  )
  await manager.execute(
    `insert into merchant_history (machine, row_id, event, from_state, to_state, actor_type, actor_id, at)
     values ('withdrawal exemption', ?, 'exempt', ?, ?, ?, ?, ?::timestamptz)`,
    [product_id, place.before ?? "none", exemption ?? "none", actor.type, actor.id, at],
  )
}

/**
 * The exemptions of products as they stood at `placed_at`, when their order was placed, or as they stand now: what was
 * laid down later binds nobody.
 */
export async function exemptionsAt(manager: SqlManager, productIds: string[], placed_at: Instant | null): Promise<Map<string, string>> {
  const rows = await manager.execute<{ product_id: string; withdrawal_exemption: string }>(
    "select product_id, withdrawal_exemption from shop_product where product_id = any(array[?]::text[]) and exempt_since <= coalesce(?::timestamptz, clock_timestamp())",
    [productIds, placed_at],
  )
  return new Map(rows.map((row) => [row.product_id, row.withdrawal_exemption]))
}

export type Shelf = { product_id: string; shown: boolean; withdrawal_exemption: string | null }

/** A product's place, with its exemption. @throws product_not_found */
export async function shelfOf(manager: SqlManager, productId: string): Promise<Shelf> {
  const [row] = await manager.execute<Shelf>("select product_id, shown, withdrawal_exemption from shop_product where product_id = ?", [productId])
  return row ?? refuse("product_not_found", { id: productId })
}
