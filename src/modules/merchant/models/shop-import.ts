import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import type { Problem } from "../../../domain/catalogue/problems"

/** What became of one imported file: kept, so that the merchant can read it again. */
export const ShopImport = model.define("shop_import", {
  id: model.id({ prefix: "imp" }).primaryKey(),
  shop_id: model.text(),
  merchant_id: model.text(),
  person_id: model.text(),
  at: model.dateTime(),
  currency: model.text(),
  rate: model.text(),
  rounding_minor: minorColumn(),
  file_rows: model.number(),
  created_products: model.number(),
  updated_products: model.number(),
  unchanged_products: model.number(),
  variants: model.number(),
  problems: model.json<Problem[]>(),
})
