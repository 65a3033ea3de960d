import { model } from "@medusajs/framework/utils"

/** One rented place. Its status is derived from these facts (src/domain/shop.ts). */
export const Shop = model.define("pasaj_shop", {
  id: model.id({ prefix: "shop" }).primaryKey(),
  merchant_id: model.text(),
  handle: model.text(),
  name: model.text().searchable(),
  guild: model.text(),
  story: model.text().nullable(),
  dispatch_address: model.text(),
  leased_until: model.dateTime().nullable(),
  stops: model.array(),
  vacation_from: model.dateTime().nullable(),
  vacation_until: model.dateTime().nullable(),
  closed_at: model.dateTime().nullable(),
  shelves_open: model.boolean(),
})
