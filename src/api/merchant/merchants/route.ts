import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { dayOf } from "../../../domain/calendar"
import { applicationOf } from "../../../domain/merchant"
import { mustStillBeGood } from "../../../domain/verification"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import { applyAsMerchantWorkflow } from "../../../workflows/merchant/apply"
import { momentOf } from "../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../guard"
import { findMerchant, merchantAnswer } from "./answer"
import type { ApplyBody } from "./contract"

type Query = { limit: number; after?: string }

export const POST = async (req: GuardedRequest<z.infer<typeof ApplyBody>>, res: MedusaResponse) => {
  const application = applicationOf(req.validatedBody)
  const { at, zone } = await momentOf(req.scope, await now(req.scope))
  mustStillBeGood(application.licence_expires_on, dayOf(at, zone))
  const { result: id } = await applyAsMerchantWorkflow(req.scope).run({ input: { person_id: req.auth_context.actor_id, application, at } })
  res.status(201).json({ merchant: merchantAnswer(await findMerchant(req.scope, id), "merchant") })
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const rows = await merchants.listMerchants(
    { $and: [{ id: req.scopeOfMember.merchant_ids }, ...(after ? [{ id: { $gt: after } }] : [])] },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ merchants: rows.map((row) => merchantAnswer(row, "merchant")) })
}
