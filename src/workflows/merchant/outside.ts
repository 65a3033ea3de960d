import type { MedusaContainer } from "@medusajs/framework/types"

import { instantOf } from "../../adapters/columns"
import type { Instant } from "../../domain/calendar"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import type { Moment, Outside } from "../../modules/merchant/standing"
import { PASAJ_SETTLEMENT } from "../../modules/settlement"
import type SettlementModuleService from "../../modules/settlement/service"

export const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)

/** The instant, with the zone in which the marketplace counts its days. */
export const momentOf = async (container: MedusaContainer, at: Instant): Promise<Moment> =>
  ({ at, zone: (await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()).zone })

/** Where a merchant is paid now, read from the settlement module. */
export async function payoutAccountOf(container: MedusaContainer, merchantId: string) {
  const [account] = await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).listPayoutAccounts({ merchant_id: merchantId, replaced_at: null }, { take: 1 })
  return account
}

/** What a merchant's verification asks for and another module keeps. */
export async function outsideOf(container: MedusaContainer, merchantId: string): Promise<Outside> {
  const account = await payoutAccountOf(container, merchantId)
  return { payout_account_at: account ? instantOf(account.verified_at) : null }
}
