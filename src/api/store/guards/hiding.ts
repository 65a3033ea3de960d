import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"

/** A shop that stops has its products hidden in batches; a list names at most so many that are still to come. */
const MOST_HIDDEN = 5_000

/**
 * Leaves out of a list of Medusa's the products of shops that just stopped, until their batch is done. As a rule there
 * are none, and the list is Medusa's own. `field` is the one that holds the product's id.
 */
export const hideStopped = (field: "id" | "product_id") =>
  async (req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): Promise<void> => {
    const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
    const hidden = await merchants.productsToHide(await now(req.scope), MOST_HIDDEN)
    if (hidden.length > 0) {
      const others = req.filterableFields["$and"]
      req.filterableFields["$and"] = [...(Array.isArray(others) ? others : []), { [field]: { $nin: hidden } }]
    }
    next()
  }
