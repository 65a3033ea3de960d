import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules, ProductStatus } from "@medusajs/framework/utils"
import { createInventoryLevelsWorkflow, createProductsWorkflow } from "@medusajs/medusa/core-flows"

import { CURRENCY, type Marketplace } from "./marketplace"
import type { Shipping } from "./shipping"

const STOCK = 100_000

/** Goods of the marketplace itself: no shop has them, so Pasaj leaves them alone and they sell as in plain Medusa. */
const goods = [
  { handle: "pasaj-tote-bag", title: "کیف پارچه‌ای پاساژ", description: "کیف خرید کتان با نشان پاساژ. A cotton shopping bag with the arcade's sign.", rial: 1_250_000 },
  { handle: "pasaj-gift-wrap", title: "کاغذ کادوی پاساژ", description: "سه برگ کاغذ کادو با روبان. Three sheets of gift wrap with a ribbon.", rial: 380_000 },
]

/** @returns the id of the first of the marketplace's own products */
export async function seedOwnProducts(container: MedusaContainer, marketplace: Marketplace, shipping: Shipping): Promise<string> {
  const products = container.resolve(Modules.PRODUCT)
  const handles = goods.map((each) => each.handle)
  const found = await products.listProducts({ handle: handles })
  const missing = goods.filter((each) => !found.some((product) => product.handle === each.handle))
  if (missing.length > 0) {
    await createProductsWorkflow(container).run({
      input: {
        products: missing.map(({ handle, title, description, rial }) => ({
          handle, title, description,
          status: ProductStatus.PUBLISHED,
          shipping_profile_id: shipping.shipping_profile_id,
          sales_channels: [{ id: marketplace.sales_channel_id }],
          options: [{ title: "Model", values: ["Standard"] }],
          variants: [
            { title: "Standard", sku: handle, manage_inventory: true, options: { Model: "Standard" }, prices: [{ currency_code: CURRENCY, amount: rial }] },
          ],
        })),
      },
    })
  }
  await stock(container, handles, shipping.stock_location_id)
  const [own] = await products.listProducts({ handle: handles[0] })
  if (!own) throw new Error("The marketplace's own product was not made.")
  return own.id
}

/** Puts the goods on the shelf of the shared location, unless they already are. */
async function stock(container: MedusaContainer, skus: string[], location: string): Promise<void> {
  const inventory = container.resolve(Modules.INVENTORY)
  const items = await inventory.listInventoryItems({ sku: skus })
  const ids = items.map((item) => item.id)
  const levels = await inventory.listInventoryLevels({ inventory_item_id: ids, location_id: location })
  const empty = ids.filter((id) => !levels.some((level) => level.inventory_item_id === id))
  if (empty.length === 0) return
  await createInventoryLevelsWorkflow(container).run({
    input: { inventory_levels: empty.map((id) => ({ inventory_item_id: id, location_id: location, stocked_quantity: STOCK })) },
  })
}
