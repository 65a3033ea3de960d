import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { system } from "../../domain/actor"
import { eraseIdentities, filesToDelete, loginsToDelete, nextErasure, noteDeleted, noteLoginsDeleted } from "../../modules/merchant/erasure"
import { dueLeavings, nextLeaving } from "../../modules/merchant/leaving"
import { nextReminder, takeReminders, type DueReminder } from "../../modules/merchant/expiry"
import { forgetBuyers } from "../../modules/rental/invoices"
import { forgetAccounts } from "../../modules/settlement/erasure"
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

/** Calls `step` until nothing is left. */
async function untilNone(step: () => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const done = await step()
    all += done
    if (done === 0) return all
  }
}

/** A login that is a buyer's or an operator's too only forgets whom it was as a member. */
async function deleteLogins(container: MedusaContainer, personId: string): Promise<void> {
  const auth = container.resolve(Modules.AUTH)
  for (const { id, app_metadata } of await auth.listAuthIdentities({ app_metadata: { merchant_id: personId } })) {
    const isOthers = Object.entries(app_metadata ?? {}).some(([actor, who]) => actor !== "merchant_id" && who !== null)
    if (isOthers) await auth.updateAuthIdentities({ id, app_metadata: { ...app_metadata, merchant_id: null } })
    else await auth.deleteAuthIdentities([id])
  }
}

/**
 * Erases who merchants were once the legal time is over, then deletes the files of their documents and the logins of those who were
 * members of nobody else (O9). Both are marked in the transaction that erases, so that a stop in between leaves them for the next
 * run; pictures the duty `delete-left-files` deletes.
 */
export const eraseMerchants: Duty = {
  name: "erase-merchants",
  nextDue: (container) => merchantsOf(container).reading(nextErasure),
  run: async (container, at) => {
    const merchants = merchantsOf(container)
    const erased = await untilNone(() => merchants.within(async (manager) => {
      const ids = await eraseIdentities(manager, at, CHUNK, system("erase-merchants"))
      await forgetBuyers(manager, ids)
      await forgetAccounts(manager, ids)
      return ids.length
    }))
    const files = container.resolve(Modules.FILE)
    await untilNone(() => merchants.within(async (manager) => {
      const kept = await filesToDelete(manager, CHUNK)
      if (kept.length > 0) await files.deleteFiles(kept.map(({ file_key }) => file_key))
      await noteDeleted(manager, kept.map(({ id }) => id))
      return kept.length
    }))
    await untilNone(() => merchants.within(async (manager) => {
      const people = await loginsToDelete(manager, CHUNK)
      for (const person of people) await deleteLogins(container, person)
      await noteLoginsDeleted(manager, people)
      return people.length
    }))
    return erased
  },
}
