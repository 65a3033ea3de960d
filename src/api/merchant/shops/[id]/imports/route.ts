import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { importCatalogueWorkflow } from "../../../../../workflows/catalogue/import-catalogue"
import type { GuardedRequest } from "../../../../guard"
import { importAnswer } from "../../../imports/answer"
import type { ImportBody } from "../../../imports/contract"
import { findShop } from "../../answer"

export const POST = async (req: GuardedRequest<z.infer<typeof ImportBody>>, res: MedusaResponse) => {
  const shop = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result: id } = await importCatalogueWorkflow(req.scope).run({
    input: { shop_id: shop.id, person_id: req.scopeOfMember.actor.id, at: await now(req.scope), ...req.validatedBody },
  })
  res.status(201).json({ import: await importAnswer(req.scope, id, req.scopeOfMember) })
}
