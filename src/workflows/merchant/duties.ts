import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { system } from "../../domain/actor"
import { eraseIdentities, filesToDelete, nextErasure, noteDeleted } from "../../modules/merchant/erasure"
import { dueLeavings, nextLeaving } from "../../modules/merchant/leaving"
import { nextReminder, takeReminders, type DueReminder } from "../../modules/merchant/expiry"
import { forgetBuyers } from "../../modules/rental/invoices"
import type { Duty } from "../duty"
import { finishDueLeaving } from "./leave"
import { merchantsOf } from "./outside"

const CHUNK = 200

const eventNames: Record<DueReminder["act"], string> = {
  remind: "pasaj.verification_reminder", expire: "pasaj.verification_expired", stop: "pasaj.verification_stopped_shops",
}

/**
 * Reminds merchants of papers that end soon, says when one has ended, and after the grace stops their shops (K10). The
 * events are emitted inside the transaction that notes them: a stop in between tells a merchant twice rather than never.
 */
export const watchVerifications: Duty = {
  name: "watch-verifications",
  nextDue: (container) => merchantsOf(container).reading(nextReminder),
  run: async (container, at) => {
    const bus = container.resolve(Modules.EVENT_BUS)
    for (let all = 0; ; ) {
      const taken = await merchantsOf(container).within(async (manager) => {
        const due = await takeReminders(manager, at, CHUNK)
        const events = due.map(({ merchant_id, act, ...data }) => ({ name: eventNames[act], data: { id: merchant_id, ...data } }))
        if (events.length > 0) await bus.emit(events)
        return due.length
      })
      all += taken
      if (taken === 0) return all
    }
  },
}

/**
 * Closes merchants that are leaving once nothing is held, owed or in a case (O9). One that is still blocked is looked at
 * again some hours later; one that fails does not hold up the others.
 */
export const finishLeavings: Duty = {
  name: "finish-leavings",
  nextDue: (container) => merchantsOf(container).reading(nextLeaving),
  run: async (container, at) => {
    let all = 0
    for (let failed = 0; ; ) {
      const due = (await merchantsOf(container).reading((manager) => dueLeavings(manager, at, failed + CHUNK))).slice(failed)
      if (due.length === 0) return all
      for (const id of due) {
        try {
          all += await finishDueLeaving(container, id, at, system("finish-leavings"))
        } catch (error) {
          failed += 1
          container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: the leaving of merchant ${id} could not be finished: ${String(error)}`)
        }
      }
    }
  },
}

/**
 * Erases who merchants were once the legal time is over, then deletes the files of their documents (O9). The files are
 * marked in the transaction that erases, so that a stop in between leaves them for the next run.
 */
export const eraseMerchants: Duty = {
  name: "erase-merchants",
  nextDue: (container) => merchantsOf(container).reading(nextErasure),
  run: async (container, at) => {
    const merchants = merchantsOf(container)
    let all = 0
    for (;;) {
      const erased = await merchants.within(async (manager) => {
        const ids = await eraseIdentities(manager, at, CHUNK, system("erase-merchants"))
        await forgetBuyers(manager, ids)
        return ids
      })
      all += erased.length
      if (erased.length === 0) break
    }
    const files = container.resolve(Modules.FILE)
    for (;;) {
      const deleted = await merchants.within(async (manager) => {
        const kept = await filesToDelete(manager, CHUNK)
        if (kept.length > 0) await files.deleteFiles(kept.map(({ file_key }) => file_key))
        await noteDeleted(manager, kept.map(({ id }) => id))
        return kept.length
      })
      if (deleted === 0) return all
    }
  },
}
