import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { system } from "../../domain/actor"
import { addToInstant, type Instant } from "../../domain/calendar"
import { errors, refuse, type ErrorCode } from "../../domain/errors"
import { invoiceNumber } from "../../domain/rent-policy"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { leavingAmong } from "../../modules/merchant/leaving"
import type MerchantModuleService from "../../modules/merchant/service"
import { expiredInvoices, nextExpiry, postponeExpiry } from "../../modules/rental/credit-notes"
import { nextRentReminder, takeRentReminders } from "../../modules/rental/reminders"
import { renewMany } from "../../modules/rental/renew-many"
import { dueRenewals, nextRenewal, noteRenewalRefused, openRenewal, renewFromBalance, type DueRenewal, type OpenRenewal } from "../../modules/rental/renewals"
import type { Duty } from "../duty"
import { voidInvoiceWorkflow } from "./credit-invoice"
import { report } from "./duties"
import { payFromBalanceWorkflow } from "./settle-without-provider"
import { buyerOf, buyersOf, momentOf, rentalOf, shopsTold, tellTerms } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

const CHUNK = 500

/**
 * Before its paid time is over a merchant is reminded, on the days the policy names. The event is emitted inside the transaction
 * that notes it: a stop in between tells a merchant twice rather than never.
 */
export const remindTenants: Duty = {
  name: "remind-tenants",
  nextDue: (container) => rentalOf(container).reading(nextRentReminder),
  run: async (container, at) => {
    const bus = container.resolve(Modules.EVENT_BUS)
    const moment = await momentOf(container, at)
    for (let all = 0; ; ) {
      const taken = await rentalOf(container).within(async (manager) => {
        const reminders = await takeRentReminders(manager, moment, CHUNK)
        if (reminders.length > 0) await bus.emit(reminders.map(({ lease_id, ...data }) => ({ name: "pasaj.rent_reminder", data: { id: lease_id, ...data } })))
        return reminders.length
      })
      all += taken
      if (taken < CHUNK) return all
    }
  },
}

/**
 * Renews leases from their merchants' balances, where they allowed it. One that cannot be renewed is left as it was, its merchant is
 * told, and it is tried again the next day while its shop is open; so is one that a fault of ours kept from it, and neither holds up
 * the others. A merchant that is leaving is not renewed, and is again once it stays after all (O9).
 */
export const renewLeases: Duty = {
  name: "renew-leases",
  nextDue: (container) => rentalOf(container).reading(nextRenewal),
  run: async (container, at) => {
    let all = 0
    for (let after = ""; ; ) {
      const due = await rentalOf(container).reading((manager) => dueRenewals(manager, at, CHUNK, after))
      const leaving = await leavingMerchants(container, due)
      const renewed = await renewPlain(container, due.filter(({ merchant_id }) => !leaving.has(merchant_id)), at)
      all += renewed.size
      for (const lease of due) {
        if (leaving.has(lease.merchant_id)) await noteRefused(container, lease, "merchant_leaving", at)
        else if (!renewed.has(lease.id)) all += await renewOne(container, lease, at)
      }
      after = due[due.length - 1]?.id ?? after
      if (due.length < CHUNK) return all
    }
  },
}

const leavingMerchants = (container: MedusaContainer, due: DueRenewal[]): Promise<Set<string>> =>
  container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => leavingAmong(manager, [...new Set(due.map((each) => each.merchant_id))]))

/** Renews the plain ones of a chunk in one transaction, and tells their shops; the others are left, and all are after a fault. @returns the leases renewed */
async function renewPlain(container: MedusaContainer, due: DueRenewal[], at: Instant): Promise<Set<string>> {
  const [moment, buyers] = [await momentOf(container, at), await buyersOf(container, [...new Set(due.map((each) => each.merchant_id))])]
  try {
    const renewed = await rentalOf(container).within((manager) => renewMany(manager, due.map((each) => each.id), moment, buyers))
    // With the same plan a shop need not look at its products; those of one that had just run out come back by the duty `sync-shops`.
    if (renewed.length > 0) await shopsTold(container, await tellTerms(container, renewed))
    const events = renewed.map(({ id, merchant_id, invoice_id }) => ({ name: "pasaj.rent_renewed", data: { id, merchant_id, invoice_id } }))
    if (events.length > 0) await container.resolve(Modules.EVENT_BUS).emit(events)
    return new Set(renewed.map((each) => each.id))
  } catch (fault) {
    report(container, "leases could not be renewed together", fault)
    return new Set()
  }
}

/** @returns 1 when it was renewed, else 0: why not is noted */
async function renewOne(container: MedusaContainer, lease: DueRenewal, at: Instant): Promise<number> {
  const { id, merchant_id } = lease
  const moment = await momentOf(container, at)
  try {
    const open = await rentalOf(container).reading((manager) => openRenewal(manager, id, at))
    if (open !== null) {
      await payOpenRenewal(container, open, at)
      await container.resolve(Modules.EVENT_BUS).emit({ name: "pasaj.rent_renewed", data: { id, merchant_id, invoice_id: open.invoice_id } })
      return 1
    }
    const buyer = await buyerOf(container, merchant_id)
    const renewed = await rentalOf(container).within((manager) => renewFromBalance(manager, id, moment, buyer))
    if (renewed === null) return 0
    // An open shop stays open, with the same plan: it need not look at its products.
    if (renewed.running) await shopsTold(container, await tellTerms(container, [{ id, shop_id: renewed.shop_id }]))
    else await tellShopWorkflow(container).run({ input: { lease_id: id, at }, throwOnError: false })
    await container.resolve(Modules.EVENT_BUS).emit({ name: "pasaj.rent_renewed", data: { id, merchant_id, invoice_id: renewed.invoice_id } })
    return 1
  } catch (caught) {
    const code = codeOf(caught)
    if (code === null) report(container, `lease ${id} could not be renewed`, caught)
    await noteRefused(container, lease, code ?? "renewal_failed", at)
    return 0
  }
}

const codeOf = (caught: unknown): ErrorCode | null => {
  const code = typeof caught === "object" && caught !== null && "code" in caught ? String(caught.code) : ""
  return Object.hasOwn(errors, code) ? (code as ErrorCode) : null
}

/** Notes a refusal and tells its merchant, unless it is its own wish. What cannot even be noted is found again a minute later. */
async function noteRefused(container: MedusaContainer, { id, merchant_id }: DueRenewal, code: ErrorCode, at: Instant): Promise<void> {
  const moment = await momentOf(container, at)
  try {
    await rentalOf(container).within(async (manager) => {
      const noted = await noteRenewalRefused(manager, id, code, moment)
      if (noted && code !== "merchant_leaving") await container.resolve(Modules.EVENT_BUS).emit({ name: "pasaj.rent_renewal_refused", data: { id, merchant_id, code } })
    })
  } catch (fault) {
    report(container, `the refusal '${code}' of lease ${id} could not be noted`, fault)
  }
}

/**
 * A renewal that the merchant has asked for and not paid is what is paid from its balance, unless its money comes another way.
 * @throws invoice_payment_reported, invoice_being_paid, payment_unanswered, account_overdrawn
 */
async function payOpenRenewal(container: MedusaContainer, { invoice_id, fiscal_year, sequence, reported }: OpenRenewal, at: Instant): Promise<void> {
  if (reported) refuse("invoice_payment_reported", { number: invoiceNumber(fiscal_year, sequence) })
  await payFromBalanceWorkflow(container).run({ input: { invoice_id, at } })
}

/** How long an invoice that is being paid when it expires is left alone. */
const POSTPONED_MS = 3_600_000

/** Invoices of upgrades that nobody paid in time are withdrawn: what they would cost by now is another sum. */
export const expireInvoices: Duty = {
  name: "expire-invoices",
  nextDue: (container) => rentalOf(container).reading(nextExpiry),
  run: async (container, at) => {
    let all = 0
    for (let after = ""; ; ) {
      const due = await rentalOf(container).reading((manager) => expiredInvoices(manager, at, CHUNK, after))
      for (const invoice_id of due) {
        const { errors: refused } = await voidInvoiceWorkflow(container).run({
          input: { invoice_id, reason: "it was not paid on its day", actor: system("calendar"), at }, throwOnError: false,
        })
        if (refused.length === 0) all += 1
        else if (["invoice_being_paid", "payment_unanswered"].includes(codeOf(refused[0]?.error) ?? "")) {
          await rentalOf(container).within((manager) => postponeExpiry(manager, invoice_id, addToInstant(at, { ms: POSTPONED_MS })))
        }
      }
      after = due[due.length - 1] ?? after
      if (due.length < CHUNK) return all
    }
  },
}
