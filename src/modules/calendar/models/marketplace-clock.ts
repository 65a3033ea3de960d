import { model } from "@medusajs/framework/utils"

/**
 * The single row of the test clock. A frozen clock shows `frozen_at`; a running one the database's clock moved by
 * `offset_ms` (a bigint, read as text). Outside a sandbox nobody reads it.
 */
export const MarketplaceClock = model.define("marketplace_clock", {
  id: model.text().primaryKey(),
  offset_ms: model.text(),
  frozen_at: model.dateTime().nullable(),
})
