import { clockEndpoints } from "./admin/clock/contract"
import { invariantEndpoints } from "./admin/invariants/contract"
import { parcelEndpoints } from "./admin/parcels/contract"
import type { Endpoint } from "./endpoint"
import { merchantEndpoints, merchantReviewEndpoints } from "./merchant/merchants/contract"
import { personEndpoints } from "./merchant/people/contract"
import { shopOrderEndpoints } from "./merchant/shop-orders/contract"
import { shopEndpoints } from "./merchant/shops/contract"
import { buyerEndpoints } from "./store/parcels/contract"

/** Every route of ours. A route file that is missing here fails the tests, and so does an answer that does not fit. */
export const contract: Endpoint[] = [
  ...personEndpoints,
  ...merchantEndpoints,
  ...merchantReviewEndpoints,
  ...shopEndpoints,
  ...shopOrderEndpoints,
  ...buyerEndpoints,
  ...parcelEndpoints,
  ...clockEndpoints,
  ...invariantEndpoints,
]
