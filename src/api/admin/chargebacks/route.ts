import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import type { ChargebackState } from "../../../domain/chargeback"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { listChargebacks } from "../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../modules/escrow/service"
import { recordChargebackWorkflow } from "../../../workflows/refunds/record-chargeback"
import type { GuardedRequest } from "../../guard"
import { chargebackAnswer, oneChargeback } from "./answer"
import type { ChargebackBody } from "./contract"

type Query = { limit: number; after?: string; state?: ChargebackState; order_id?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const rows = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listChargebacks(manager, req.validatedQuery))
  res.json({ chargebacks: rows.map(chargebackAnswer) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof ChargebackBody>>, res: MedusaResponse) => {
  const { result: id } = await recordChargebackWorkflow(req.scope).run({
    input: { ...req.validatedBody, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json(await oneChargeback(req.scope, id))
}
