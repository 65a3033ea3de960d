import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../modules/rental"
import { couponsAfter } from "../../../modules/rental/coupons"
import type RentalModuleService from "../../../modules/rental/service"
import { createCouponWorkflow } from "../../../workflows/rental/set-terms"
import type { GuardedRequest } from "../../guard"
import { couponAnswer } from "./answer"
import type { CouponBody } from "./contract"

type Query = { limit: number; after?: string }

export const POST = async (req: GuardedRequest<z.infer<typeof CouponBody>>, res: MedusaResponse) => {
  const { discount, valid_from = await now(req.scope), ...terms } = req.validatedBody
  const worth = "basis_points" in discount ? { basis_points: discount.basis_points, amount_minor: null, currency: null } : { basis_points: null, ...discount }
  const { result } = await createCouponWorkflow(req.scope).run({
    input: { terms: { ...terms, ...worth, valid_from }, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json({ coupon: couponAnswer(result) })
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const coupons = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading((manager) => couponsAfter(manager, limit, after))
  res.json({ coupons: coupons.map(couponAnswer) })
}
