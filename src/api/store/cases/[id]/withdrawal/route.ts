import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../../modules/escrow"
import type EscrowModuleService from "../../../../../modules/escrow/service"
import { withdrawObjectionWorkflow } from "../../../../../workflows/escrow/object"
import { findCase, oneCase } from "../../../../admin/cases/answer"
import type { GuardedRequest } from "../../../../guard"

/** Another buyer's case does not exist for the caller. */
export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const customer_id = req.auth_context.actor_id
  const { id, parcel_id, order_id } = await findCase(req.scope, req.params.id ?? "")
  const [own] = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).listEscrowOrders({ order_id, customer_id })
  if (!own) refuse("case_not_found", { id })
  await withdrawObjectionWorkflow(req.scope).run({
    input: { case_id: id, parcel_id, at: await now(req.scope), actor: { type: "customer", id: customer_id } },
  })
  res.json(await oneCase(req.scope, id))
}
