import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { importStatementWorkflow } from "../../../workflows/treasury/import-statement"
import type { GuardedRequest } from "../../guard"
import type { StatementBody } from "./contract"

export const POST = async (req: GuardedRequest<z.infer<typeof StatementBody>>, res: MedusaResponse) => {
  const { result: statement } = await importStatementWorkflow(req.scope).run({
    input: { ...req.validatedBody, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json({ statement })
}
