import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { refuse } from "../../domain/errors"

/** Where a shop's goods are sold: shops share the marketplace's channel, location and shipping profile (decision 12). */
export type Market = { currency: string; sales_channel_id: string; stock_location_id: string; shipping_profile_id: string }

/** The location that shops' goods stand at. A host that has no such one shares its first: one location serves all shops. */
export const MERCHANTS_LOCATION = "At merchants"

/** @throws money_wrong_currency for a currency the marketplace does not sell in, marketplace_incomplete */
export async function findMarket(container: MedusaContainer, currency: string): Promise<Market> {
  const [store] = await container.resolve(Modules.STORE).listStores({}, { take: 1, relations: ["supported_currencies"] })
  const currencies = (store?.supported_currencies ?? []).map((each) => each.currency_code)
  if (currencies.length > 0 && !currencies.includes(currency)) refuse("money_wrong_currency", { got: currency, wanted: currencies.join(" or ") })
  const sales_channel_id = store?.default_sales_channel_id ?? refuse("marketplace_incomplete", { missing: "default sales channel" })

  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "sales_channel", fields: ["id", "stock_locations.id", "stock_locations.name"], filters: { id: sales_channel_id } })
  const locations: ({ id: string; name: string } | null)[] = data[0]?.stock_locations ?? []
  const location = locations.find((each) => each?.name === MERCHANTS_LOCATION) ?? locations[0]
  const stock_location_id = location?.id ?? refuse("marketplace_incomplete", { missing: "stock location for its sales channel" })

  const [profile] = await container.resolve(Modules.FULFILLMENT).listShippingProfiles({ type: "default" }, { order: { created_at: "ASC" }, take: 1 })
  if (!profile) refuse("marketplace_incomplete", { missing: "default shipping profile" })
  return { currency, sales_channel_id, stock_location_id, shipping_profile_id: profile.id }
}
