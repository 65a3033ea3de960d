import type { MedusaContainer } from "@medusajs/framework/types"

import { refuse } from "../domain/errors"
import { may, type Permission } from "../domain/merchant"
import { PASAJ_MERCHANT } from "../modules/merchant"
import type MerchantModuleService from "../modules/merchant/service"
import type { Membership } from "../modules/merchant/service"

/** Which rows a signed-in person may touch. */
export type MerchantScope = { person_id: string; memberships: Membership[]; merchant_ids: string[] }

/**
 * Turns a login into 'which rows': the one place that decides it for every merchant route. Memberships are read on each
 * request, so a removed member stops at once. A merchant named in the header narrows the scope to it.
 * @throws merchant_not_found for a merchant that is not the person's, role_may_not
 */
export async function merchantScope(
  container: MedusaContainer,
  personId: string,
  chosen: string | undefined,
  permission: Permission | undefined,
): Promise<MerchantScope> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const all = await merchants.membershipsOf(personId)
  const memberships = chosen === undefined ? all : all.filter((each) => each.merchant_id === chosen)
  if (chosen !== undefined && memberships.length === 0) refuse("merchant_not_found", { id: chosen })

  const allowed = permission === undefined ? memberships : memberships.filter((each) => may(each.role, permission))
  const refused = memberships[0]
  if (permission !== undefined && refused && allowed.length === 0) refuse("role_may_not", { role: refused.role, permission })
  return { person_id: personId, memberships: allowed, merchant_ids: allowed.map((each) => each.merchant_id) }
}

/** The single merchant an act is for. @throws merchant_choice_needed when the scope holds none or several */
export const oneMerchant = (scope: MerchantScope): string =>
  (scope.merchant_ids.length === 1 ? scope.merchant_ids[0] : undefined) ?? refuse("merchant_choice_needed")
