import type { MedusaContainer } from "@medusajs/framework/types"
import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import type { LeaveInput } from "../../../workflows/merchant/leave"
import type { GuardedRequest } from "../../guard"
import { findMerchant } from "./answer"
import { leavingAnswer } from "./leaving-answer"

/** The door of one act of a merchant's leaving, for its own members. */
export const leave = (run: (container: MedusaContainer, input: LeaveInput) => Promise<unknown>) => async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  await run(req.scope, { merchant_id: id, at: await now(req.scope), actor: req.scopeOfMember.actor })
  res.json({ leaving: await leavingAnswer(req.scope, id) })
}
