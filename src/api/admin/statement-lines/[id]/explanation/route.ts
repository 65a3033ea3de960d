import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_TREASURY } from "../../../../../modules/treasury"
import type TreasuryModuleService from "../../../../../modules/treasury/service"
import { listLines } from "../../../../../modules/treasury/statements"
import { explainLineWorkflow } from "../../../../../workflows/treasury/explain-line"
import type { GuardedRequest } from "../../../../guard"
import { statementLineAnswer } from "../../../statements/answer"
import type { ExplanationBody } from "../../../statements/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ExplanationBody>>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const { purpose, gateway } = req.validatedBody
  await explainLineWorkflow(req.scope).run({
    input: { line_id: id, purpose, gateway: gateway ?? null, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  const [row] = await req.scope.resolve<TreasuryModuleService>(PASAJ_TREASURY).reading((manager) => listLines(manager, { id, limit: 1 }))
  res.json({ statement_line: statementLineAnswer(row ?? refuse("statement_line_not_found", { id })) })
}
