import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { withdrawObjectionWorkflow } from "../../../../../workflows/escrow/object"
import { findCase, oneCase } from "../../../../admin/cases/answer"
import { ownsOrder } from "../../../../buyer-scope"
import type { GuardedRequest } from "../../../../guard"

/** Another buyer's case does not exist for the caller. */
export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const customer_id = req.auth_context.actor_id
  const { id, parcel_id, order_id } = await findCase(req.scope, req.params.id ?? "")
  if (!(await ownsOrder(req.scope, order_id, customer_id))) refuse("case_not_found", { id })
  await withdrawObjectionWorkflow(req.scope).run({
    input: { case_id: id, parcel_id, at: await now(req.scope), actor: { type: "customer", id: customer_id } },
  })
  res.json(await oneCase(req.scope, id))
}
