import { eventually, type Client } from "./client"
import type { Arcade } from "./server"
import { aTrackingCode, capture, complete, filledCart, shopOrdersOf, type Placed, type ShopOrder } from "./shopping"

type MedusaOrder = {
  status: string
  total: number
  items: { id: string; quantity: number; total: number }[]
  summary: { pending_difference: number; refunded_total?: number }
  payment_collections: { payments: { id: string; refunds: { id: string; amount: number; note: string | null }[] }[] }[]
}
export type Line = { line_item_id: string; amount: { minor: number } }
export type PartWithLines = ShopOrder & { lines: Line[] }

/** An order as Medusa's own page shows it. */
export const medusaOrder = async (operator: Client, id: string): Promise<MedusaOrder> =>
  (await operator.call<{ order: MedusaOrder }>(
    "GET", `/admin/orders/${id}?fields=id,status,total,summary,*items,*payment_collections,*payment_collections.payments,*payment_collections.payments.refunds`,
  )).body.order

export const refundsIn = (order: MedusaOrder) => order.payment_collections.flatMap((collection) => collection.payments.flatMap((payment) => payment.refunds ?? []))

/** Several variants of a shop that are on sale. */
export async function variantsOf(arcade: Arcade, buyer: Client, shopId: string, count: number): Promise<string[]> {
  const placed = await arcade.sql<{ product_id: string }>("select product_id from shop_product where shop_id = $1 and wanted", [shopId])
  const ids = placed.map((row) => `id[]=${row.product_id}`).join("&")
  const { body } = await buyer.call<{ products: { variants: { id: string; inventory_quantity: number }[] }[] }>(
    "GET", `/store/products?${ids}&limit=100&fields=*variants,+variants.inventory_quantity`,
  )
  return body.products.flatMap((product) => product.variants).sort((a, b) => b.inventory_quantity - a.inventory_quantity).slice(0, count).map((each) => each.id)
}

/** A paid order of the given variants. */
export async function paidOrderOf(arcade: Arcade, operator: Client, buyer: Client, variants: string[], shops: number): Promise<{ placed: Placed; parts: PartWithLines[] }> {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, variants))
  await capture(operator, placed)
  return { placed, parts: (await shopOrdersOf(operator, placed.order_id, shops, "paid")) as PartWithLines[] }
}

export const partsOf = async (operator: Client, orderId: string): Promise<PartWithLines[]> =>
  (await operator.call<{ shop_orders: PartWithLines[] }>("GET", `/admin/shop-orders?order_id=${orderId}`)).body.shop_orders

export const balanceOf = async (operator: Client, name: string): Promise<number> => {
  const { body } = await operator.call<{ accounts: { name: string; balance: { minor: number } }[] }>("GET", `/admin/ledger/accounts?prefix=${name}`)
  return body.accounts.find((each) => each.name === name)?.balance.minor ?? 0
}

/** Accepts and sends a part, all of it in one parcel. @returns the parcel's id */
export async function send(member: Client, partId: string): Promise<string> {
  await member.call("POST", `/merchant/shop-orders/${partId}/acceptance`, {})
  const { body } = await member.call<{ shop_order: ShopOrder }>("POST", `/merchant/shop-orders/${partId}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  return body.shop_order.parcels[0]?.id ?? "none"
}

/**
 * The invariants that do not hold, once the books have come to rest. What fell due while no server ran, as a day of rent does at
 * Tehran's midnight, is overdue until the job's next minute: it is waited for.
 */
export const brokenInvariants = (operator: Client): Promise<unknown[]> =>
  eventually(
    async () => (await operator.call<{ invariants: { id: string; holds: boolean; broken: string[] }[] }>("GET", "/admin/invariants")).body.invariants.filter((each) => !each.holds),
    (broken) => broken.length === 0,
  )

/** The refunds of an order: ours, the provider's own, and whether the ledger still owes any of it. */
export async function refundsOf(arcade: Arcade, order: unknown) {
  const count = async (sql: string) => Number((await arcade.sql<{ count: string }>(`select count(*) from ${sql}`, [order]))[0]?.count)
  return {
    executed: await count("escrow_refund where order_id = $1 and state = 'executed'"),
    waiting: await count("escrow_refund where order_id = $1 and state <> 'executed'"),
    there: await count("order_payment_collection l join payment p on p.payment_collection_id = l.payment_collection_id join refund r on r.payment_id = p.id where l.order_id = $1"),
    owed: await count("ledger_account where name = 'buyer:' || $1 || ':refund_due' and balance <> 0"),
  }
}
export const executedOnce = { executed: 1, waiting: 0, there: 1, owed: 0 }
