import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { nextStanding, renewStanding, type Assigned } from "../../modules/merchant/standing-admins"
import type { Duty } from "../duty"
import { merchantsOf } from "./outside"

const CHUNK = 500

/** What tells the merchants that their shops have a general admin. */
export const assignedEvents = (assigned: Assigned[]) => assigned.map((data) => ({ name: "pasaj.general_admin_assigned", data }))

/**
 * Goes on with the general admins that the access policy gave to shops, when their time is over (K14). The events are emitted inside
 * the transaction that assigns: a stop in between tells a merchant twice rather than never.
 */
export const renewGeneralAdmins: Duty = {
  name: "renew-general-admins",
  nextDue: (container: MedusaContainer) => merchantsOf(container).reading(nextStanding),
  run: async (container, at) => {
    const bus = container.resolve(Modules.EVENT_BUS)
    for (let all = 0; ; ) {
      const looked = await merchantsOf(container).within(async (manager) => {
        const { looked_at, assigned } = await renewStanding(manager, at, CHUNK)
        if (assigned.length > 0) await bus.emit(assignedEvents(assigned))
        return looked_at
      })
      all += looked
      if (looked === 0) return all
    }
  },
}
