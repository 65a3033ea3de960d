import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { now } from "../../adapters/clock"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import type { Duty } from "../duty"
import { syncShopProductsWorkflow } from "./sync-shop-products"

const CHUNK = 100
/** Work that waits already has been due for ever: a running clock is past any 'now' before it can be compared. */
const OVERDUE = "1970-01-01T00:00:00.000Z"

/**
 * The products of shops that time has stopped or opened (a lease or a vacation ends), and whatever a crash left of
 * showing and hiding products. Cost follows what must change: indexes know those shops.
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
    let all = 0
    let after = ""
    for (;;) {
      const shops = await merchants.shopsToShelve(at, CHUNK, after)
      for (const shop_id of shops) {
        const { errors } = await syncShopProductsWorkflow(container).run({ input: { shop_id, at }, throwOnError: false })
        if (errors.length === 0) all += 1
        else container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: the shelves of shop ${shop_id} could not be set: ${String(errors[0]?.error?.message)}`)
      }
      const last = shops.at(-1)
      if (last === undefined || shops.length < CHUNK) return all
      after = last
    }
  },
}
