import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { objectWorkflow } from "../../../../../workflows/escrow/object"
import { oneCase } from "../../../../admin/cases/answer"
import type { GuardedRequest } from "../../../../guard"
import type { ObjectionBody } from "../../../cases/contract"
import { mustBeOwnParcel } from "../../own"

export const POST = async (req: GuardedRequest<z.infer<typeof ObjectionBody>>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const customer_id = req.auth_context.actor_id
  await mustBeOwnParcel(req.scope, id, customer_id)
  const { result } = await objectWorkflow(req.scope).run({
    input: { parcel_id: id, ...req.validatedBody, at: await now(req.scope), actor: { type: "customer", id: customer_id } },
  })
  res.status(201).json(await oneCase(req.scope, result))
}
