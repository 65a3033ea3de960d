import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import { listingOf } from "../../../../../modules/merchant/limits"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { pickListedWorkflow } from "../../../../../workflows/catalogue/pick-listed"
import type { GuardedRequest } from "../../../../guard"
import { findShop } from "../../answer"
import type { ListedProductsBody } from "./contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const listing = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => listingOf(manager, id))
  res.json({ listing })
}

export const POST = async (req: GuardedRequest<z.infer<typeof ListedProductsBody>>, res: MedusaResponse) => {
  const { id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result } = await pickListedWorkflow(req.scope).run({ input: { shop_id: id, ...req.validatedBody } })
  res.json({ listing: result })
}
