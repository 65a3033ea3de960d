import { model } from "@medusajs/framework/utils"

/** The product's place in a shop. A product without such a row is the marketplace's own. */
export const ShopProduct = model.define("shop_product", {
  product_id: model.text().primaryKey(),
  shop_id: model.text(),
  merchant_id: model.text(),
  wanted: model.boolean(),
  blocks: model.array(),
  source_handle: model.text(),
  source_digest: model.text(),
  shown: model.boolean(),
  withdrawal_exemption: model.text().nullable(),
  picked: model.boolean(),
  removed_at: model.dateTime().nullable(),
})
