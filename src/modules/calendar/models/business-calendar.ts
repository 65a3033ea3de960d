import { model } from "@medusajs/framework/utils"

/** One edition of the marketplace's calendar. A change never edits it: it appends the next version, signed. */
export const BusinessCalendar = model.define("business_calendar", {
  id: model.text().primaryKey(),
  version: model.number().unique(),
  zone: model.text(),
  weekend: model.array(),
  reason: model.text(),
  author: model.text(),
})
