import { syncShops } from "./catalogue/duties"
import { proveCustody } from "./custody/duties"
import type { Duty } from "./duty"
import { finishDispatches, lapseConsents, markDelivered } from "./escrow/duties"
import { followMedusa } from "./escrow/follow-medusa"
import { remindBuyers } from "./escrow/remind"
import { settleOrders } from "./refunds/duties"
import { eraseMerchants, finishLeavings, watchVerifications } from "./merchant/duties"
import { renewGeneralAdmins } from "./merchant/standing-admins"
import { deleteLeftFiles } from "./merchant/uploads"
import { archiveFinished } from "./merchant/onboarding"
import { checkpointAccounts } from "./ledger/duties"
import { earnRent, endLeases, repairRentPayments } from "./rental/duties"
import { expireInvoices, remindTenants, renewLeases } from "./rental/renewal-duties"

/** Everything that falls due, in the order in which it is done at one instant. */
export const duties: Duty[] = [
  followMedusa,
  settleOrders,
  repairRentPayments,
  finishDispatches,
  markDelivered,
  remindBuyers,
  lapseConsents,
  expireInvoices,
  remindTenants,
  renewLeases,
  endLeases,
  watchVerifications,
  finishLeavings,
  renewGeneralAdmins,
  eraseMerchants,
  earnRent,
  syncShops,
  proveCustody,
  archiveFinished,
  deleteLeftFiles,
  checkpointAccounts,
]
