import { model } from "@medusajs/framework/utils"

/** What is for rent, by its code; what it says stands in its editions. */
export const RentPlan = model.define("rent_plan", {
  id: model.id({ prefix: "plan" }).primaryKey(),
  code: model.text(),
})
