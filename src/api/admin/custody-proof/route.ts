import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { lastProof, proofDue } from "../../../modules/escrow/proof"
import type EscrowModuleService from "../../../modules/escrow/service"
import { proveCustodyWorkflow } from "../../../workflows/custody/prove"
import type { GuardedRequest } from "../../guard"
import { proofAnswer } from "./answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const escrow = req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [proof, next_due_at] = await Promise.all([escrow.repairing(lastProof), escrow.repairing(proofDue)])
  res.json({ proof: proof && proofAnswer(proof), next_due_at })
}

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { result } = await proveCustodyWorkflow(req.scope).run({ input: { at: await now(req.scope) } })
  res.status(201).json({ proof: proofAnswer(result) })
}
