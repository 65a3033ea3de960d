import { raw } from "@medusajs/framework/mikro-orm/core"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import { anyToHide, hiddenProducts } from "../../../modules/merchant/shelves"

/**
 * Leaves out of a list of Medusa's the products of shops that just stopped, until their batch is done. As a rule there
 * are none, and the list is Medusa's own. Where there are, Medusa's query asks our tables itself, so that a shop of ten
 * thousand products is gone at once as a small one is. `field` is the one that holds the product's id.
 */
export const hideStopped = (field: "id" | "product_id") =>
  async (req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): Promise<void> => {
    const at = await now(req.scope)
    const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
    if (await merchants.reading((manager) => anyToHide(manager, at))) {
      const { sql, values } = hiddenProducts(at)
      const others = req.filterableFields["$and"]
      const isSeen = raw((alias) => `${alias}.${field} not in (${sql})`, values)
      req.filterableFields["$and"] = [...(Array.isArray(others) ? others : []), { [String(isSeen)]: [] }]
    }
    next()
  }
