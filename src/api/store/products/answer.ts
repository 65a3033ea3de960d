import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { exemptWindow, isExemption, withdrawalExemptions } from "../../../domain/withdrawal"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { policyInForce } from "../../../modules/escrow/policies"
import type EscrowModuleService from "../../../modules/escrow/service"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { shelfOf } from "../../../modules/merchant/exemptions"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { WithdrawalTermsAnswer } from "./contract"

/** What a buyer of a product must be told of its return; storefronts ask of products that are shown only. @throws product_not_found */
export async function withdrawalTerms(container: MedusaContainer, id: string, asked: "store" | "desk"): Promise<z.infer<typeof WithdrawalTermsAnswer>> {
  const shelf = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => shelfOf(manager, id))
  if (asked === "store" && !shelf.shown) refuse("product_not_found", { id })
  const policy = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(policyInForce)
  const kind = shelf.withdrawal_exemption
  const exempt = kind !== null && isExemption(kind)
  const { starts, length, unit } = exempt ? exemptWindow(policy.exempt_window) : policy.window
  return {
    withdrawal_terms: { product_id: id, exempt, exemption: exempt ? { kind, reason: withdrawalExemptions[kind] } : null, window: { starts, length, unit } },
  }
}
