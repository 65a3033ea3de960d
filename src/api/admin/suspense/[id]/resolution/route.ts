import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../../modules/escrow"
import { listSuspense } from "../../../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../../../modules/escrow/service"
import { resolveSuspenseWorkflow } from "../../../../../workflows/refunds/resolve-suspense"
import type { GuardedRequest } from "../../../../guard"
import { suspenseAnswer } from "../../../refunds/answer"
import type { ResolutionBody } from "../../../refunds/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ResolutionBody>>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  await resolveSuspenseWorkflow(req.scope).run({
    input: { id, ...req.validatedBody, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  const [row] = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listSuspense(manager, { id, limit: 1 }))
  res.json({ suspense_item: suspenseAnswer(row ?? refuse("suspense_not_found", { id })) })
}
