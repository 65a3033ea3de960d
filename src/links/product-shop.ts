import { defineLink } from "@medusajs/framework/utils"
import ProductModule from "@medusajs/medusa/product"

import MerchantModule from "../modules/merchant"

/** `product.shop_product`: the product's place in a shop, where it has one. Read-only, by our own key `product_id`. */
export default defineLink(
  { linkable: ProductModule.linkable.product, field: "id" },
  { ...MerchantModule.linkable.shopProduct.product_id, primaryKey: "product_id" },
  { readOnly: true },
)
