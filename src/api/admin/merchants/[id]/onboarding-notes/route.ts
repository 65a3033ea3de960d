import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import { notesOf } from "../../../../../modules/merchant/onboarding"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { addOnboardingNoteWorkflow } from "../../../../../workflows/merchant/onboarding"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant } from "../../../../merchant/merchants/answer"
import type { NoteBody, NotesQuery } from "../../../onboardings/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof NoteBody>>, res: MedusaResponse) => {
  const merchant_id = req.params.id ?? ""
  const at = await now(req.scope)
  const { held_at = at, ...note } = req.validatedBody
  const { result: written } = await addOnboardingNoteWorkflow(req.scope).run({ input: { merchant_id, ...note, held_at, at, author_id: req.auth_context.actor_id } })
  res.status(201).json({ note: written })
}

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof NotesQuery>>, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "")
  const { limit, after } = req.validatedQuery
  const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  res.json({ notes: await merchants.reading((manager) => notesOf(manager, id, ["note", "training", "guide"], limit, after)) })
}
