import { setTimeout as rest } from "node:timers/promises"

import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { now } from "../../adapters/clock"
import type { Instant } from "../../domain/calendar"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import type { Duty } from "../duty"
import { syncShopProductsWorkflow } from "./sync-shop-products"

const CHUNK = 100
/**
 * After each batch with drafts the process is left to its buyers for as long, times this, as the batch took: nobody waits for them,
 * for what a shop that stopped had is out of every list already.
 */
const RESTS = 0.75
/** Work that waits already has been due for ever: a running clock is past any 'now' before it can be compared. */
const OVERDUE = "1970-01-01T00:00:00.000Z"

/** One batch of one shop. @returns how many products it did; null when it failed, which is logged */
async function turn(container: MedusaContainer, shopId: string, at: Instant): Promise<number | null> {
  const begun = performance.now()
  const { result, errors } = await syncShopProductsWorkflow(container).run({ input: { shop_id: shopId, at }, throwOnError: false })
  if (errors.length > 0) {
    container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: the shelves of shop ${shopId} could not be set: ${String(errors[0]?.error?.message)}`)
    return null
  }
  if (result.drafts) await rest((performance.now() - begun) * RESTS)
  return result.changed
}

/**
 * The products of shops that time has stopped or opened (a lease or a vacation ends), what a request has left of a large shop,
 * and whatever a crash left of showing and hiding products. Cost follows what must change: indexes know those shops. They take
 * turns, a batch each, so that the largest keeps nobody waiting.
 */
export const syncShops: Duty = {
  name: "sync-shops",
  nextDue: async (container) => {
    const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
    const at = await now(container)
    const waiting = await merchants.shopsToShelve(at, 1, "")
    return waiting.length > 0 ? OVERDUE : merchants.nextShelving(at)
  },
  run: async (container, at) => {
    const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
    const [seen, failed] = [new Set<string>(), new Set<string>()]
    for (let changed = 0, after = ""; ; ) {
      const shops = await merchants.shopsToShelve(at, CHUNK, after)
      for (const shop of shops.filter((id) => !failed.has(id))) {
        const done = await turn(container, shop, at)
        seen.add(shop)
        if (done === null) failed.add(shop)
        changed += done ?? 0
      }
      after = shops.at(-1) ?? ""
      if (shops.length === CHUNK) continue
      if (changed === 0) return seen.size - failed.size
      changed = 0
      after = ""
    }
  },
}
