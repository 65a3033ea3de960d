// Run by `medusa exec` in the app without the plugin: what both storefronts sell, in plain Medusa's own terms.
import { writeFileSync } from "node:fs"
import { createRequire } from "node:module"

import { Modules } from "@medusajs/framework/utils"
import { createInventoryLevelsWorkflow, createProductsWorkflow } from "@medusajs/medusa/core-flows"

// The marketplace is the one of `npm start`: its seed is TypeScript, which Medusa's command line has taught `require`.
const require = createRequire(import.meta.url)
const { CURRENCY, seedMarketplace } = require("../../../src/scripts/seed/marketplace")
const { seedShipping } = require("../../../src/scripts/seed/shipping")

const PRODUCTS = 10
const STOCK = 1_000_000

const product = (number, { sales_channel_id, shipping_profile_id }) => ({
  title: `کالای ${number}`,
  handle: `bench-${number}`,
  status: "published",
  shipping_profile_id,
  sales_channels: [{ id: sales_channel_id }],
  options: [{ title: "Model", values: ["Standard"] }],
  variants: [
    {
      title: "Standard",
      sku: `bench-${number}`,
      manage_inventory: true,
      options: { Model: "Standard" },
      prices: [{ currency_code: CURRENCY, amount: 100_000 + number }],
    },
  ],
})

async function seedGoods(container, place) {
  const products = Array.from({ length: PRODUCTS }, (_, at) => product(at + 1, place))
  const { result } = await createProductsWorkflow(container).run({ input: { products } })
  const items = await container.resolve(Modules.INVENTORY).listInventoryItems({ sku: products.map(({ handle }) => handle) })
  const inventory_levels = items.map(({ id }) => ({ inventory_item_id: id, location_id: place.stock_location_id, stocked_quantity: STOCK }))
  await createInventoryLevelsWorkflow(container).run({ input: { inventory_levels } })
  return { product_ids: result.map(({ id }) => id), variant_ids: result.map(({ variants }) => variants[0].id) }
}

export default async function seed({ container }) {
  const marketplace = await seedMarketplace(container)
  const place = { ...marketplace, ...(await seedShipping(container, marketplace.sales_channel_id)) }
  writeFileSync(process.env.PASAJ_SEED_FILE, JSON.stringify({ ...place, ...(await seedGoods(container, place)) }))
}
