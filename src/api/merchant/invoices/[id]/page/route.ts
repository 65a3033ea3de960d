import type { MedusaResponse } from "@medusajs/framework/http"

import { refuse } from "../../../../../domain/errors"
import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import { creditNotesOf } from "../../../../../modules/rental/credit-notes"
import { rentPolicyOf } from "../../../../../modules/rental/policy"
import type RentalModuleService from "../../../../../modules/rental/service"
import { zoneOf } from "../../../../../workflows/rental/steps"
import type { GuardedRequest } from "../../../../guard"
import { invoicePage } from "../../page"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const rental = req.scope.resolve<RentalModuleService>(PASAJ_RENTAL)
  const [invoice] = await rental.invoices({ id, merchant_ids: req.scopeOfMember.merchant_ids })
  if (!invoice) refuse("invoice_not_found", { id })
  const [notes, { seller }, [edition], [shop], zone] = await Promise.all([
    rental.reading((manager) => creditNotesOf(manager, [id])),
    rental.reading((manager) => rentPolicyOf(manager, invoice.policy_version)),
    rental.editionsOf([invoice.plan_version_id]),
    req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShops({ id: invoice.shop_id }),
    zoneOf(req.scope),
  ])
  // Nothing on the page runs, whatever people have called their shops.
  res.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
  res.setHeader("X-Content-Type-Options", "nosniff")
  res.type("html").send(invoicePage({ invoice, notes, seller, plan: edition?.name ?? invoice.plan_version_id, shop: shop?.name ?? invoice.shop_id, zone }))
}
