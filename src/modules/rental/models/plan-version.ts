import { model } from "@medusajs/framework/utils"

/**
 * One priced edition of a plan. Once published only its retirement is ever written, so that a lease keeps what it
 * bought; its prices stand in `rent_price`, one for each term. `tier` ranks plans from the most basic to the most
 * professional (K15). It is on offer from `available_from` on, until then or its retirement, whichever is earlier.
 */
export const RentPlanVersion = model.define("rent_plan_version", {
  id: model.id({ prefix: "planv" }).primaryKey(),
  plan_id: model.text(),
  number: model.number(),
  tier: model.number(),
  name: model.text(),
  currency: model.text(),
  tax_basis_points: model.number(),
  trial_days: model.number(),
  features: model.json(),
  limits: model.json(),
  published_at: model.dateTime().nullable(),
  available_from: model.dateTime().nullable(),
  available_until: model.dateTime().nullable(),
  retired_at: model.dateTime().nullable(),
})
