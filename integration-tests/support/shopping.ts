import { eventually, type Client } from "./client"
import type { Arcade } from "./server"

type Variant = { id: string }
type Cart = { cart: { id: string; total: number } }
export type Placed = { order_id: string; payment_id: string }
export type ShopOrder = {
  id: string
  order_id: string
  shop_id: string
  state: string
  amount: { minor: number }
  hold: { id: string; state: string; remaining: { minor: number } }
  parcels: { id: string; state: string; window: { state: string; due_at: string | null } | null; next_actions: { action: string }[] }[]
  next_actions: { action: string }[]
}

/** The best stocked variant of a shop, found as a storefront would: tests buy a lot. */
export async function variantOf(arcade: Arcade, buyer: Client, shopId: string): Promise<string> {
  const placed = await arcade.sql<{ product_id: string }>("select product_id from shop_product where shop_id = $1 and wanted", [shopId])
  const ids = placed.map((row) => `id[]=${row.product_id}`).join("&")
  const { body } = await buyer.call<{ products: { variants: (Variant & { inventory_quantity: number })[] }[] }>(
    "GET", `/store/products?${ids}&limit=100&fields=*variants,+variants.inventory_quantity`,
  )
  const [best] = body.products.flatMap((product) => product.variants).sort((a, b) => b.inventory_quantity - a.inventory_quantity)
  if (!best) throw new Error(`shop ${shopId} has nothing on sale`)
  return best.id
}

export async function variantOfProduct(buyer: Client, productId: string): Promise<string> {
  const { body } = await buyer.call<{ product: { variants: Variant[] } }>("GET", `/store/products/${productId}?fields=*variants`)
  const variant = body.product?.variants[0]
  if (!variant) throw new Error(`product ${productId} is not on sale: ${JSON.stringify(body)}`)
  return variant.id
}

/** A cart with `quantity` of each variant, ready to be completed. */
export async function filledCart(arcade: Arcade, buyer: Client, variants: string[], quantity = 1): Promise<string> {
  const { region_id, shipping_option_id } = arcade.seed
  const { body } = await buyer.call<Cart>("POST", "/store/carts", {
    region_id, email: arcade.seed.buyer.email,
    shipping_address: { first_name: "Mina", last_name: "Rad", address_1: "Valiasr 1", city: "Tehran", country_code: "ir", postal_code: "1234567890" },
  })
  const id = body.cart.id
  const expectOk = async (path: string, sent: unknown) => {
    const reply = await buyer.call("POST", path, sent)
    if (reply.status >= 400) throw new Error(`${path}: ${JSON.stringify(reply.body)}`)
    return reply
  }
  for (const variant_id of variants) await expectOk(`/store/carts/${id}/line-items`, { variant_id, quantity })
  await expectOk(`/store/carts/${id}/shipping-methods`, { option_id: shipping_option_id })
  const collection = await buyer.call<{ payment_collection: { id: string } }>("POST", "/store/payment-collections", { cart_id: id })
  await expectOk(`/store/payment-collections/${collection.body.payment_collection.id}/payment-sessions`, { provider_id: "pp_system_default" })
  return id
}

/** Completes a cart. @returns the order and the payment that waits for capture */
export async function complete(operator: Client, buyer: Client, cartId: string): Promise<Placed> {
  const { body } = await buyer.call<{ order: { id: string } }>("POST", `/store/carts/${cartId}/complete`, {})
  if (!body.order) throw new Error(`no order: ${JSON.stringify(body)}`)
  const order = await operator.call<{ order: { payment_collections: { payments: { id: string }[] }[] } }>(
    "GET", `/admin/orders/${body.order.id}?fields=*payment_collections,*payment_collections.payments`,
  )
  return { order_id: body.order.id, payment_id: order.body.order.payment_collections[0]?.payments[0]?.id ?? "none" }
}

export const capture = (operator: Client, placed: Placed) => operator.call("POST", `/admin/payments/${placed.payment_id}/capture`, {})

/** The shop orders of an order, once the books have them in `state`. */
export const shopOrdersOf = (operator: Client, orderId: string, count: number, state: string): Promise<ShopOrder[]> =>
  eventually(
    async () => (await operator.call<{ shop_orders: ShopOrder[] }>("GET", `/admin/shop-orders?order_id=${orderId}`)).body.shop_orders,
    (rows) => rows.length === count && rows.every((row) => row.state === state),
  )

/** A paid order of one variant from each shop, `quantity` of it. */
export async function paidOrder(
  arcade: Arcade, operator: Client, buyer: Client, shopIds: string[], quantity = 1,
): Promise<{ placed: Placed; shopOrders: ShopOrder[] }> {
  const variants: string[] = []
  for (const shopId of shopIds) variants.push(await variantOf(arcade, buyer, shopId))
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, variants, quantity))
  await capture(operator, placed)
  return { placed, shopOrders: await shopOrdersOf(operator, placed.order_id, shopIds.length, "paid") }
}

let codes = 0
/** A tracking code nobody else has. */
export const aTrackingCode = (): string => `RR${String(100_000_000 + (codes += 1))}IR`
