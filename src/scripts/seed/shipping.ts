import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  createLocationFulfillmentSetWorkflow,
  createServiceZonesWorkflow,
  createShippingOptionsWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
} from "@medusajs/medusa/core-flows"

import { MERCHANTS_LOCATION } from "../../workflows/catalogue/market"
import { COUNTRY, CURRENCY, only } from "./marketplace"

export type Shipping = { stock_location_id: string; shipping_profile_id: string; shipping_option_id: string }

/** Shops share one location: Medusa loads every location of a sales channel for each cart (decision 12). */
const ZONE = "ایران"
const PROVIDER = "manual_manual"
const OPTION_CODE = "freight-collect"

/** K20: the buyer pays the carrier on arrival, and reads it before ordering, in any storefront that shows an option's name. */
const notice = {
  fa: "کرایه حمل در این مبلغ نیست: هنگام تحویل مرسوله به مأمور پست می‌پردازید.",
  en: "Freight is not in this price: you pay the carrier when the parcel arrives.",
}

/** The one stock location, its fulfilment set and zone, and the freight-collect option of price zero (K20). */
export async function seedShipping(container: MedusaContainer, salesChannelId: string): Promise<Shipping> {
  const stock_location_id = await stockLocation(container, salesChannelId)
  const shipping_profile_id = await shippingProfile(container)
  const zone = await serviceZone(container, stock_location_id)
  const shipping_option_id = await freightCollect(container, zone, shipping_profile_id)
  return { stock_location_id, shipping_profile_id, shipping_option_id }
}

async function stockLocation(container: MedusaContainer, salesChannelId: string): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "stock_location", fields: ["id", "sales_channels.id"], filters: { name: MERCHANTS_LOCATION } })
  const [found] = data
  if (found?.sales_channels?.some((each?: { id: string } | null) => each?.id === salesChannelId)) return found.id
  const id = found?.id ?? (await createLocation(container))
  await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id, add: [salesChannelId] } })
  return id
}

async function createLocation(container: MedusaContainer): Promise<string> {
  const address = { address_1: "نشانی هر فروشگاه", city: "تهران", country_code: COUNTRY }
  const { result } = await createStockLocationsWorkflow(container).run({ input: { locations: [{ name: MERCHANTS_LOCATION, address }] } })
  return only(result).id
}

async function shippingProfile(container: MedusaContainer): Promise<string> {
  const [found] = await container.resolve(Modules.FULFILLMENT).listShippingProfiles({ type: "default" }, { order: { created_at: "ASC" }, take: 1 })
  if (found) return found.id
  const { result } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Default Shipping Profile", type: "default" }] },
  })
  return only(result).id
}

/** The zone 'Iran' of the location's own fulfilment set, with Medusa's manual provider allowed there. */
async function serviceZone(container: MedusaContainer, locationId: string): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  await allowManualProvider(container, locationId)
  const set = await fulfillmentSet(container, locationId)
  const [found] = await fulfillment.listServiceZones({ fulfillment_set: { id: set } }, { take: 1 })
  if (found) return found.id
  const { result } = await createServiceZonesWorkflow(container).run({
    input: { data: [{ name: ZONE, fulfillment_set_id: set, geo_zones: [{ type: "country", country_code: COUNTRY }] }] },
  })
  return only(result).id
}

async function allowManualProvider(container: MedusaContainer, locationId: string): Promise<void> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "stock_location", fields: ["id", "fulfillment_providers.id"], filters: { id: locationId },
  })
  if (data[0]?.fulfillment_providers?.some((each?: { id: string } | null) => each?.id === PROVIDER)) return
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: locationId },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: PROVIDER },
  })
}

async function fulfillmentSet(container: MedusaContainer, locationId: string): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const ofLocation = async () => {
    const { data } = await query.graph({ entity: "stock_location", fields: ["id", "fulfillment_sets.id"], filters: { id: locationId } })
    return data[0]?.fulfillment_sets?.[0]?.id
  }
  const found = await ofLocation()
  if (found) return found
  await createLocationFulfillmentSetWorkflow(container).run({
    input: { location_id: locationId, fulfillment_set_data: { name: `${MERCHANTS_LOCATION} shipping`, type: "shipping" } },
  })
  const made = await ofLocation()
  if (!made) throw new Error(`The stock location ${locationId} did not get its fulfilment set.`)
  return made
}

async function freightCollect(container: MedusaContainer, zone: string, profile: string): Promise<string> {
  const [found] = await container.resolve(Modules.FULFILLMENT).listShippingOptions({ service_zone: { id: zone } }, { take: 1 })
  if (found) return found.id
  const { result } = await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name: "پس‌کرایه (کرایه هنگام تحویل) · Freight collect",
        service_zone_id: zone,
        shipping_profile_id: profile,
        provider_id: PROVIDER,
        price_type: "flat",
        prices: [{ currency_code: CURRENCY, amount: 0 }],
        type: { label: "پس‌کرایه", description: `${notice.fa} ${notice.en}`, code: OPTION_CODE },
        data: { id: "manual-fulfillment", freight_collect: true, notice },
        rules: [
          { attribute: "enabled_in_store", operator: "eq", value: "true" },
          { attribute: "is_return", operator: "eq", value: "false" },
        ],
      },
    ],
  })
  return only(result).id
}
