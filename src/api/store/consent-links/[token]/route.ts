import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../adapters/clock"
import { verifiedHash } from "../../../../adapters/link-token"
import { refuse } from "../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../modules/escrow"
import { readLink } from "../../../../modules/escrow/links"
import type EscrowModuleService from "../../../../modules/escrow/service"
import { answerByLinkWorkflow, type LinkAnswer } from "../../../../workflows/escrow/links"
import type { GuardedRequest } from "../../../guard"
import { parcelOfBuyer } from "../../parcels/own"
import type { LinkAnswerBody } from "../contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const hash = verifiedHash(req.scope, req.params.token ?? "")
  const at = await now(req.scope)
  const { parcel_id } = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => readLink(manager, hash, at))
  res.json(await parcelOfBuyer(req.scope, parcel_id))
}

/** What the body says; an objection says why. @throws bad_input */
function saidIn({ answer, reason, text }: z.infer<typeof LinkAnswerBody>): LinkAnswer {
  if (answer === "consent") return { answer }
  if (reason === undefined || text === undefined) refuse("bad_input", { problems: "an objection needs its reason and its text" })
  return { answer, reason, text }
}

export const POST = async (req: GuardedRequest<z.infer<typeof LinkAnswerBody>>, res: MedusaResponse) => {
  const { result } = await answerByLinkWorkflow(req.scope).run({
    input: { token: req.params.token ?? "", said: saidIn(req.validatedBody), at: await now(req.scope) },
  })
  res.json(await parcelOfBuyer(req.scope, result))
}
