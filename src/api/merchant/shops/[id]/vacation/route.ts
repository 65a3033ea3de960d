import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { endVacationWorkflow, planVacationWorkflow } from "../../../../../workflows/merchant/plan-vacation"
import type { GuardedRequest } from "../../../../guard"
import { findShop, shownShop } from "../../answer"
import type { VacationBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof VacationBody>>, res: MedusaResponse) => {
  const { id: shop_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  await planVacationWorkflow(req.scope).run({ input: { shop_id, ...req.validatedBody, at: await now(req.scope) } })
  res.json({ shop: await shownShop(req.scope, shop_id, req.scopeOfMember) })
}

export const DELETE = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id: shop_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  await endVacationWorkflow(req.scope).run({ input: { shop_id, at: await now(req.scope) } })
  res.json({ shop: await shownShop(req.scope, shop_id, req.scopeOfMember) })
}
