import type { Duty } from "./duty"
import { finishDispatches, lapseConsents, markDelivered } from "./escrow/duties"
import { followMedusa } from "./escrow/follow-medusa"

/** Everything that falls due, in the order in which it is done at one instant. */
export const duties: Duty[] = [
  followMedusa,
  finishDispatches,
  markDelivered,
  lapseConsents,
]
