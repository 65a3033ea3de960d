import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { accessPolicy } from "../../modules/merchant/access-policy"
import { limitsOfMerchant } from "../../modules/rental/limits"

/** How many members a merchant may have: what its leases grant, or before it rents what the access policy does. Null is any number. */
export async function memberLimit(manager: SqlManager, merchantId: string, at: Instant): Promise<number | null> {
  const granted = await limitsOfMerchant(manager, merchantId, at)
  return granted === null ? (await accessPolicy(manager)).members_without_lease : granted.limits.members
}
