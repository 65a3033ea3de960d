import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { ShopRow } from "./shop-facts"

/** What decides whether one product of a shop may be bought; products without a shop have no such row. */
export type Offered = ShopRow & { title: string; wanted: boolean; blocks: string[] }

/**
 * These two read Medusa's tables by SQL, which nothing else of ours does: they run before every add-to-cart and every
 * checkout, also where no shop is concerned, so each is one query by indexes. The index of `order_cart` by cart
 * tells a cart that became an order: completing it again must answer that order, whatever its shops are by now.
 */
const facts = "p.wanted, p.blocks, s.leased_until, s.stops, s.vacation_from, s.vacation_until, s.closed_at"

const ofVariants = `
  select m.title, ${facts}
  from product_variant v join shop_product p on p.product_id = v.product_id join pasaj_shop s on s.id = p.shop_id join product m on m.id = p.product_id
  where v.id = any(?::text[])`

const ofCart = `
  select coalesce(i.product_title, i.title) as title, ${facts}
  from cart_line_item i join shop_product p on p.product_id = i.product_id join pasaj_shop s on s.id = p.shop_id
  where i.cart_id = ? and i.deleted_at is null
    and not exists (select 1 from order_cart o where o.cart_id = i.cart_id and o.deleted_at is null)`

async function rows(container: MedusaContainer, sql: string, value: string | string[]): Promise<Offered[]> {
  const answer = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).raw<{ rows: Offered[] }>(sql, [value])
  return answer.rows
}

/** Those of the variants that stand in shops. */
export const offeredByVariants = (container: MedusaContainer, variantIds: string[]): Promise<Offered[]> => rows(container, ofVariants, variantIds)

/** Those of the cart's items that stand in shops; none once the cart became an order. */
export const offeredByCart = (container: MedusaContainer, cartId: string): Promise<Offered[]> => rows(container, ofCart, cartId)
