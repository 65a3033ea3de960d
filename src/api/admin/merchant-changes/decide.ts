import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { findChange } from "../../../modules/merchant/changes"
import { decideChangeWorkflow } from "../../../workflows/merchant/change-details"
import { merchantsOf } from "../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../guard"
import { changeAnswer } from "../../merchant/merchants/verification-answer"

type Decision = { accepted: true } | { accepted: false; note: string }

/** The door of one decision about a change. */
export const decide = <Body = unknown>(decisionOf: (body: Body) => Decision) => async (req: GuardedRequest<Body>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  await decideChangeWorkflow(req.scope).run({
    input: { id, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id }, ...decisionOf(req.validatedBody) },
  })
  res.json({ change: changeAnswer(await merchantsOf(req.scope).reading((manager) => findChange(manager, id))) })
}
