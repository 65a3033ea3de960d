import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { PASAJ_ESCROW } from "../../modules/escrow"
import { nextRefund, noteFollowups, ordersToSettle, settleFollowup } from "../../modules/escrow/following"
import { unsettled } from "../../modules/escrow/repair-report"
import type EscrowModuleService from "../../modules/escrow/service"
import { reportMended } from "../custody/mended"
import type { Duty } from "../duty"
import { messageOf } from "./execute"
import { settleOrder } from "./settle-order"
import { findMedusaChanges } from "./sweeps"

const PAGE = 200

/**
 * Finishes what a stop or a refusal left between our books and Medusa: cancellations that its orders do not know of,
 * refunds not executed, and what operators did on its order page. One order that fails does not hold up the others.
 */
export const settleOrders: Duty = {
  name: "settle-orders",
  nextDue: (container) => container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(nextRefund),
  run: async (container, at) => {
    await findMedusaChanges(container, at)
    const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
    const orders = await escrow.repairing((manager) => ordersToSettle(manager, at, PAGE))
    let settled = 0
    for (const order of orders) {
      const before = await escrow.repairing((manager) => unsettled(manager, order, at))
      const { error, known } = await settleOrder(container, order, at).then((all) => ({ error: null, known: all }), (caught: unknown) => ({ error: messageOf(caught), known: true }))
      if (known) await escrow.repairing((manager) => settleFollowup(manager, order, error))
      else await escrow.repairing((manager) => noteFollowups(manager, [order])) // a provider is being asked: it is looked at again
      const after = await escrow.repairing((manager) => unsettled(manager, order, at))
      const what = [
        ...(after.cancellations < before.cancellations ? ["Medusa's order did not know of a cancellation; it has followed"] : []),
        ...(after.refunds < before.refunds ? ["a refund was due and not executed; the provider was asked"] : []),
      ]
      await reportMended(container, what.map((each) => ({ duty: "settle-orders", subject: order, what: each })), at)
      if (error === null) settled += 1
      else container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: order ${order} could not be settled: ${error}`)
    }
    return settled
  },
}
