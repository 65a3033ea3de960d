import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { decideCaseWorkflow } from "../../../../../workflows/escrow/decide-case"
import type { GuardedRequest } from "../../../../guard"
import { findCase, oneCase } from "../../answer"
import type { VerdictBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof VerdictBody>>, res: MedusaResponse) => {
  const { id } = await findCase(req.scope, req.params.id ?? "")
  const { note, ...verdict } = req.validatedBody
  await decideCaseWorkflow(req.scope).run({
    input: { case_id: id, verdict, note, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await oneCase(req.scope, id))
}
