import { model } from "@medusajs/framework/utils"

import { HOLIDAY_KINDS } from "../../../domain/calendar"

/**
 * A holiday and the editions it belongs to: from `added_in_version` up to the one before `removed_in_version`. Who
 * changed it and why stands on that edition.
 */
export const CalendarHoliday = model.define("calendar_holiday", {
  id: model.text().primaryKey(),
  day: model.text(),
  name: model.text(),
  kind: model.enum([...HOLIDAY_KINDS]),
  added_in_version: model.number(),
  removed_in_version: model.number().nullable(),
})
