import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { changeMemberWorkflow } from "../../../../../workflows/merchant/members"
import type { GuardedRequest } from "../../../../guard"
import type { DepartureBody } from "../../../members/contract"

/** Every role may leave, so no permission is asked for: the membership itself must be the person's. */
export const POST = async (req: GuardedRequest<z.infer<typeof DepartureBody>>, res: MedusaResponse) => {
  const { actor_id } = req.auth_context
  const member_id = req.params.id ?? ""
  const merchant_ids = (await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).membershipsOf(actor_id)).map((each) => each.merchant_id)
  await changeMemberWorkflow(req.scope).run({
    input: { what: "departure", member_id, merchant_ids, ...req.validatedBody, at: await now(req.scope), actor: { type: "member", id: actor_id } },
  })
  res.json({ member_id })
}
