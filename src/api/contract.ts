import { accessPolicyEndpoints } from "./admin/access-policy/contract"
import { caseEndpoints } from "./admin/cases/contract"
import { chargebackEndpoints } from "./admin/chargebacks/contract"
import { clockEndpoints } from "./admin/clock/contract"
import { consentPolicyEndpoints } from "./admin/consent-policy/contract"
import { couponEndpoints } from "./admin/coupons/contract"
import { custodyProofEndpoints } from "./admin/custody-proof/contract"
import { generalAdminEndpoints } from "./admin/delegations/contract"
import { invariantEndpoints } from "./admin/invariants/contract"
import { ledgerEndpoints } from "./admin/ledger/contract"
import { guideEndpoints } from "./admin/onboardings/contract"
import { parcelEndpoints } from "./admin/parcels/contract"
import { refundEndpoints } from "./admin/refunds/contract"
import { rentDeskEndpoints } from "./admin/rent-payments/contract"
import { rentPolicyEndpoints } from "./admin/rent-policy/contract"
import { settlementReviewEndpoints } from "./admin/settlements/contract"
import { statementEndpoints } from "./admin/statements/contract"
import { shopDeskEndpoints } from "./admin/shops/contract"
import { transferEndpoints } from "./admin/transfers/contract"
import { verificationRulesEndpoints } from "./admin/verification-rules/contract"
import { repairEndpoints } from "./admin/repairs/contract"
import type { Endpoint } from "./endpoint"
import { balanceEndpoints } from "./merchant/balance/contract"
import { delegationEndpoints } from "./merchant/delegations/contract"
import { documentEndpoints } from "./merchant/documents/contract"
import { importEndpoints } from "./merchant/imports/contract"
import { invitationEndpoints } from "./merchant/invitations/contract"
import { rentEndpoints } from "./merchant/invoices/contract"
import { memberEndpoints } from "./merchant/members/contract"
import { leaseEndpoints } from "./merchant/leases/contract"
import { merchantEndpoints, merchantReviewEndpoints } from "./merchant/merchants/contract"
import { leavingEndpoints } from "./merchant/merchants/leaving-contract"
import { verificationEndpoints } from "./merchant/merchants/verification-contract"
import { onboardingEndpoints } from "./merchant/onboarding/contract"
import { merchantParcelEndpoints } from "./merchant/parcels/contract"
import { payoutAccountEndpoints } from "./merchant/payout-accounts/contract"
import { personEndpoints } from "./merchant/people/contract"
import { planEndpoints } from "./merchant/plans/contract"
import { productEndpoints } from "./merchant/products/contract"
import { quoteEndpoints } from "./merchant/quotes/contract"
import { savingsEndpoints } from "./merchant/savings/contract"
import { settlementEndpoints } from "./merchant/settlements/contract"
import { shopOrderEndpoints } from "./merchant/shop-orders/contract"
import { listedProductEndpoints } from "./merchant/shops/[id]/listed-products/contract"
import { pictureEndpoints } from "./merchant/shops/[id]/pictures/contract"
import { shopEndpoints } from "./merchant/shops/contract"
import { objectionEndpoints } from "./store/cases/contract"
import { consentLinkEndpoints } from "./store/consent-links/contract"
import { timelineEndpoints } from "./store/orders/contract"
import { storeShopEndpoints } from "./store/shops/contract"
import { buyerEndpoints } from "./store/parcels/contract"
import { withdrawalEndpoints } from "./store/products/contract"
import { traderEndpoints } from "./store/shops/[handle]/trader/contract"

/** Every route of ours. A route file that is missing here fails the tests, and so does an answer that does not fit. */
export const contract: Endpoint[] = [
  ...personEndpoints,
  ...merchantEndpoints,
  ...merchantReviewEndpoints,
  ...memberEndpoints,
  ...invitationEndpoints,
  ...accessPolicyEndpoints,
  ...onboardingEndpoints,
  ...guideEndpoints,
  ...delegationEndpoints,
  ...generalAdminEndpoints,
  ...verificationEndpoints,
  ...verificationRulesEndpoints,
  ...documentEndpoints,
  ...traderEndpoints,
  ...leavingEndpoints,
  ...shopEndpoints,
  ...shopDeskEndpoints,
  ...listedProductEndpoints,
  ...pictureEndpoints,
  ...planEndpoints,
  ...quoteEndpoints,
  ...leaseEndpoints,
  ...rentEndpoints,
  ...rentDeskEndpoints,
  ...rentPolicyEndpoints,
  ...couponEndpoints,
  ...savingsEndpoints,
  ...importEndpoints,
  ...productEndpoints,
  ...withdrawalEndpoints,
  ...shopOrderEndpoints,
  ...storeShopEndpoints,
  ...buyerEndpoints,
  ...timelineEndpoints,
  ...objectionEndpoints,
  ...consentLinkEndpoints,
  ...merchantParcelEndpoints,
  ...parcelEndpoints,
  ...refundEndpoints,
  ...chargebackEndpoints,
  ...caseEndpoints,
  ...consentPolicyEndpoints,
  ...payoutAccountEndpoints,
  ...balanceEndpoints,
  ...settlementEndpoints,
  ...settlementReviewEndpoints,
  ...transferEndpoints,
  ...statementEndpoints,
  ...ledgerEndpoints,
  ...clockEndpoints,
  ...invariantEndpoints,
  ...custodyProofEndpoints,
  ...repairEndpoints,
]
