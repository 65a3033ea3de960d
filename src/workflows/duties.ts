import { syncShops } from "./catalogue/duties"
import type { Duty } from "./duty"
import { finishDispatches, lapseConsents, markDelivered } from "./escrow/duties"
import { followMedusa } from "./escrow/follow-medusa"
import { earnRent, endLeases, repairRentPayments } from "./rental/duties"

/** Everything that falls due, in the order in which it is done at one instant. */
export const duties: Duty[] = [
  followMedusa,
  repairRentPayments,
  finishDispatches,
  markDelivered,
  lapseConsents,
  endLeases,
  earnRent,
  syncShops,
]
