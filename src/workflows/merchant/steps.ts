import { Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type { Application } from "../../modules/merchant/service"
import type MerchantModuleService from "../../modules/merchant/service"
import { openShop, type NewShop } from "../../modules/merchant/shops"
import { assignStanding } from "../../modules/merchant/standing-admins"
import { tell } from "../escrow/hand-over"

export type RegisterPersonInput = { auth_identity_id: string; name: string; email: string; phone: string | null }
export type ApplyInput = { person_id: string; application: Application; at: Instant }

/** A token from before the registration does not name the person yet; the login does. @throws person_already_registered */
export const requireNobodyStep = createStep("pasaj-require-login-of-nobody", async (authIdentityId: string, { container }) => {
  const { app_metadata } = await container.resolve(Modules.AUTH).retrieveAuthIdentity(authIdentityId)
  if (app_metadata?.merchant_id) refuse("person_already_registered")
  return new StepResponse(authIdentityId)
})

export const createPersonStep = createStep(
  "pasaj-create-person",
  async ({ name, email, phone }: RegisterPersonInput, { container }) => {
    const person = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).createPeople({ name, email, phone })
    return new StepResponse(person.id, person.id)
  },
  async (id, { container }) => {
    if (id) await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).deletePeople(id)
  },
)

export const applyStep = createStep("pasaj-apply", async ({ person_id, application, at }: ApplyInput, { container }) =>
  new StepResponse(await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).apply(person_id, application, at)),
)

/** @throws merchant_not_found, merchant_not_verified */
export const requireVerifiedStep = createStep("pasaj-require-verified", async (merchantId: string, { container }) => {
  const [merchant] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listMerchants({ id: merchantId })
  if (!merchant) refuse("merchant_not_found", { id: merchantId })
  if (merchant.state !== "verified") refuse("merchant_not_verified", { state: merchant.state })
  return new StepResponse(merchantId)
})

export type OpenShopInput = NewShop & { at: Instant }

/** The shop and its general admin, as one: there is no moment at which it has none (K14). */
export const openShopStep = createStep("pasaj-open-shop", async ({ at, ...shop }: OpenShopInput, { container }) => {
  const opened = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within(async (manager) => {
    const id = await openShop(manager, shop, at)
    return { id, assigned: await assignStanding(manager, { id, merchant_id: shop.merchant_id }, at) }
  })
  if (opened.assigned !== null) await tell(container, "pasaj.general_admin_assigned", opened.assigned)
  return new StepResponse(opened.id)
})
