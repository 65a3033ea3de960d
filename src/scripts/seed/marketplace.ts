import type { MedusaContainer, RegionDTO, SalesChannelDTO } from "@medusajs/framework/types"
import { Modules, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  createApiKeysWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createStoresWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"

export const CURRENCY = "irr"
export const COUNTRY = "ir"

/** What Medusa calls a store that nobody has named yet. */
const MEDUSAS_NAME = "Medusa Store"

export type Marketplace = { region_id: string; sales_channel_id: string; publishable_key: string }

/**
 * What a Medusa shop needs to sell in Iran: the currency, the region, the sales channel and its publishable key. What
 * a host already has is used as it is, and nothing of it is changed except that rial becomes one of its currencies.
 */
export async function seedMarketplace(container: MedusaContainer): Promise<Marketplace> {
  const isNew = (await container.resolve(Modules.REGION).listRegions({}, { take: 1 })).length === 0
  const channel = await salesChannel(container)
  await sellInRial(container, channel, isNew)
  const region = await iran(container)
  const publishable_key = await publishableKey(container, channel)
  return { region_id: region.id, sales_channel_id: channel.id, publishable_key }
}

/** The store's default sales channel, else the first one there is. */
async function salesChannel(container: MedusaContainer): Promise<SalesChannelDTO> {
  const channels = container.resolve(Modules.SALES_CHANNEL)
  const [store] = await container.resolve(Modules.STORE).listStores({}, { take: 1 })
  const chosen = store?.default_sales_channel_id
  const [found] = await channels.listSalesChannels(chosen ? { id: chosen } : {}, { take: 1, order: { created_at: "ASC" } })
  if (found) return found
  const { result } = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name: "Default Sales Channel", description: "Where shoppers of the arcade buy" }] },
  })
  return only(result)
}

/** Rial among the store's currencies; the default one where the store has sold nothing in another currency yet. */
async function sellInRial(container: MedusaContainer, channel: SalesChannelDTO, isNew: boolean): Promise<void> {
  const [store] = await container.resolve(Modules.STORE).listStores({}, { take: 1, relations: ["supported_currencies"] })
  if (!store) {
    await createStoresWorkflow(container).run({
      input: {
        stores: [{ name: "Pasaj", default_sales_channel_id: channel.id, supported_currencies: [{ currency_code: CURRENCY, is_default: true }] }],
      },
    })
    return
  }
  const others = (store.supported_currencies ?? []).filter((each) => each.currency_code !== CURRENCY)
  if (others.length < (store.supported_currencies ?? []).length) return
  const kept = others.map(({ currency_code, is_default }) => ({ currency_code, is_default: isNew ? false : is_default }))
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: store.id },
      update: {
        ...(isNew && store.name === MEDUSAS_NAME ? { name: "Pasaj" } : {}),
        ...(store.default_sales_channel_id ? {} : { default_sales_channel_id: channel.id }),
        supported_currencies: [...kept, { currency_code: CURRENCY, is_default: isNew }],
      },
    },
  })
}

/** The region that sells to Iran, paid through Medusa's own manual provider. */
async function iran(container: MedusaContainer): Promise<RegionDTO> {
  const regions = await container.resolve(Modules.REGION).listRegions({}, { relations: ["countries"] })
  const found = regions.find((region) => region.countries.some((country) => country.iso_2 === COUNTRY))
  if (found && found.currency_code !== CURRENCY)
    throw new Error(`The region '${found.name}' sells to Iran in ${found.currency_code}. Take Iran out of it, then seed again.`)
  await taxRegion(container)
  if (found) return found
  const { result } = await createRegionsWorkflow(container).run({
    input: { regions: [{ name: "ایران", currency_code: CURRENCY, countries: [COUNTRY], payment_providers: ["pp_system_default"] }] },
  })
  return only(result)
}

/** Medusa asks for a tax region; it has no rate, since a merchant's tax is the merchant's own to declare. */
async function taxRegion(container: MedusaContainer): Promise<void> {
  const [found] = await container.resolve(Modules.TAX).listTaxRegions({ country_code: COUNTRY })
  if (!found) await createTaxRegionsWorkflow(container).run({ input: [{ country_code: COUNTRY, provider_id: "tp_system" }] })
}

/** A storefront's key to the sales channel: one that is linked to it, else a new one. */
async function publishableKey(container: MedusaContainer, channel: SalesChannelDTO): Promise<string> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "api_key",
    fields: ["token", "revoked_at", "sales_channels.id"],
    filters: { type: "publishable" },
  })
  const linked = data.find((key) => !key.revoked_at && key.sales_channels?.some((each?: { id: string } | null) => each?.id === channel.id))
  if (linked) return linked.token
  const { result } = await createApiKeysWorkflow(container).run({
    input: { api_keys: [{ title: "Pasaj storefront", type: "publishable", created_by: "" }] },
  })
  const key = only(result)
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [channel.id] } })
  return key.token
}

/** The one row a workflow made. */
export function only<Row>(rows: Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error("A workflow that should have made a row made none.")
  return row
}
