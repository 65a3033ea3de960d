import { Modules } from "@medusajs/framework/utils"

import { PASAJ_ESCROW } from "../../modules/escrow"
import { nextReminder, takeReminders } from "../../modules/escrow/reminders"
import type EscrowModuleService from "../../modules/escrow/service"
import type { Duty } from "../duty"

const CHUNK = 500

/**
 * Before silence counts as satisfaction the buyer is reminded, at the hours the policy names (K4). The event is emitted
 * inside the transaction that notes it: a stop in between tells a buyer twice rather than never.
 */
export const remindBuyers: Duty = {
  name: "remind-buyers",
  nextDue: (container) => container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(nextReminder),
  run: async (container, at) => {
    const bus = container.resolve(Modules.EVENT_BUS)
    for (let all = 0; ; ) {
      const due = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
        const taken = await takeReminders(manager, at, CHUNK)
        const events = taken.open.map(({ parcel_id, ...data }) => ({ name: "pasaj.consent_reminder", data: { id: parcel_id, ...data } }))
        if (events.length > 0) await bus.emit(events)
        return taken.due
      })
      all += due
      if (due < CHUNK) return all
    }
  },
}
