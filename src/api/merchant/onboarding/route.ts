import type { MedusaResponse } from "@medusajs/framework/http"

import { instantOf } from "../../../adapters/columns"
import { nothingDone, progressOf } from "../../../domain/onboarding"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { GuardedRequest } from "../../guard"
import { oneMerchant } from "../../merchant-scope"
import { oneOnboarding, personOnly, trainingsOf } from "./answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  if (req.scopeOfMember.merchant_ids.length === 0) {
    const person = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).retrievePerson(req.scopeOfMember.actor.id)
    const facts = { ...nothingDone, register: instantOf(person.created_at) }
    return res.json({ onboarding: personOnly(facts, progressOf(facts, null)), trainings: [] })
  }
  const merchantId = oneMerchant(req.scopeOfMember)
  const [onboarding, trainings] = await Promise.all([oneOnboarding(req.scope, merchantId), trainingsOf(req.scope, merchantId)])
  return res.json({ onboarding, trainings })
}
