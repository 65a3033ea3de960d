import type { MedusaContainer } from "@medusajs/framework/types"

import type { Actor } from "../domain/actor"
import { refuse } from "../domain/errors"
import { may, type Permission } from "../domain/merchant"
import { PASAJ_MERCHANT } from "../modules/merchant"
import type MerchantModuleService from "../modules/merchant/service"
import type { Membership } from "../modules/merchant/service"

/** Which rows are within reach: those of the merchants, and where `shop_ids` is set only those of these shops (K14). */
export type Reach = { merchant_ids: string[]; shop_ids: string[] | null }

/** Who calls, in which roles, and which rows are within reach. */
export type MerchantScope = Reach & { actor: Actor; memberships: Membership[] }

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
  return { actor: { type: "member", id: personId }, memberships: allowed, merchant_ids: allowed.map((each) => each.merchant_id), shop_ids: null }
}

/** The single merchant an act is for. @throws merchant_choice_needed when the scope holds none or several */
export const oneMerchant = (scope: Reach): string =>
  (scope.merchant_ids.length === 1 ? scope.merchant_ids[0] : undefined) ?? refuse("merchant_choice_needed")

/** The filter of rows that name their merchant and their shop, such as shop orders and products. */
export const rowsWithin = ({ merchant_ids, shop_ids }: Reach): { merchant_id: string[]; shop_id?: string[] } => ({
  merchant_id: merchant_ids, ...(shop_ids === null ? {} : { shop_id: shop_ids }),
})

/** The filter of shops themselves. */
export const shopsWithin = ({ merchant_ids, shop_ids }: Reach): { merchant_id: string[]; id?: string[] } => ({
  merchant_id: merchant_ids, ...(shop_ids === null ? {} : { id: shop_ids }),
})
