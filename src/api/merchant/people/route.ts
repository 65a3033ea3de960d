import type { MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { registerPersonWorkflow } from "../../../workflows/merchant/register-person"
import type { GuardedRequest } from "../../guard"
import { personAnswer } from "./answer"
import type { RegisterPersonBody } from "./contract"

/** Registers the login as a person. The e-mail is the login's own, so that nobody registers under another's. */
export const POST = async (req: GuardedRequest<z.infer<typeof RegisterPersonBody>>, res: MedusaResponse) => {
  const { actor_id, auth_identity_id } = req.auth_context
  if (actor_id) refuse("person_already_registered")
  const identity = await req.scope.resolve(Modules.AUTH).retrieveAuthIdentity(auth_identity_id, { relations: ["provider_identities"] })
  const email = identity.provider_identities?.[0]?.entity_id ?? ""
  const { result } = await registerPersonWorkflow(req.scope).run({ input: { auth_identity_id, email, ...req.validatedBody } })
  res.status(201).json(await personAnswer(req.scope, result))
}
