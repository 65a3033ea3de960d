import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import type { Instant } from "../../../domain/calendar"
import { expiriesOf, requiredOf, setNameOf } from "../../../domain/verification"
import { listChanges, type Change } from "../../../modules/merchant/changes"
import type { Check } from "../../../modules/merchant/checks"
import { standingOf } from "../../../modules/merchant/standing"
import { merchantsOf, momentOf, outsideOf } from "../../../workflows/merchant/outside"
import type { CheckAnswer, MerchantChangeAnswer, VerificationAnswer } from "./verification-contract"

/** Each item waits once at most, so this is more than there can be. */
const MOST_WAITING = 50

export const changeAnswer = ({ asked_by: _asked, decided_by: _decided, ...change }: Change): z.infer<typeof MerchantChangeAnswer> => change

export const checkAnswer = ({ merchant_id: _merchant, asked_by: _asked, ...check }: Check): z.infer<typeof CheckAnswer> => check

/** Where a merchant's verification stands at `at`. @throws merchant_not_found */
export async function verificationAnswer(container: MedusaContainer, id: string, at: Instant): Promise<z.infer<typeof VerificationAnswer>> {
  const [outside, moment] = await Promise.all([outsideOf(container, id), momentOf(container, at)])
  return merchantsOf(container).reading(async (manager) => {
    const { file, rules, given, missing, asked } = await standingOf(manager, id, outside, moment)
    const waiting = await listChanges(manager, { merchant_id: id, open: true, limit: MOST_WAITING })
    return {
      merchant_id: id, rules_version: file.rules_version, set: setNameOf(given), required: requiredOf(rules, given), missing, asked,
      waiting: waiting.map(changeAnswer), expiring: expiriesOf(given), document_types: rules.document_types, document_max_bytes: rules.document_max_bytes,
    }
  })
}
