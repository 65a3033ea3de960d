import { model } from "@medusajs/framework/utils"

/** What is for rent, by its code; `tier` ranks plans from the most basic to the most professional (K15). */
export const RentPlan = model.define("rent_plan", {
  id: model.id({ prefix: "plan" }).primaryKey(),
  code: model.text(),
  tier: model.number(),
})
