import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import { openShopWorkflow } from "../../../workflows/merchant/open-shop"
import type { GuardedRequest } from "../../guard"
import { oneMerchant, shopsWithin } from "../../merchant-scope"
import { findShop, shopAnswer } from "./answer"
import type { OpenShopBody } from "./contract"

type Query = { limit: number; after?: string }

export const POST = async (req: GuardedRequest<z.infer<typeof OpenShopBody>>, res: MedusaResponse) => {
  const merchant_id = oneMerchant(req.scopeOfMember)
  const { result: id } = await openShopWorkflow(req.scope).run({ input: { merchant_id, ...req.validatedBody, at: await now(req.scope) } })
  res.status(201).json({ shop: shopAnswer(await findShop(req.scope, id, req.scopeOfMember), await now(req.scope)) })
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const [rows, at] = await Promise.all([
    merchants.listShops(
      { $and: [shopsWithin(req.scopeOfMember), ...(after ? [{ id: { $gt: after } }] : [])] },
      { take: limit, order: { id: "ASC" } },
    ),
    now(req.scope),
  ])
  res.json({ shops: rows.map((row) => shopAnswer(row, at)) })
}
