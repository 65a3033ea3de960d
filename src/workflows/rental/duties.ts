import type { MedusaContainer, PaymentCollectionDTO } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { addDays, dayOf, endOfDay, type Instant } from "../../domain/calendar"
import { noteLeftAlone } from "../../modules/rental/unanswered"
import { reportMended } from "../custody/mended"
import type { Duty } from "../duty"
import { finishRentPaymentWorkflow } from "./finish-payment"
import { beganOf, readCollections, takenIn } from "./rent-payment"
import { rentalOf, zoneOf } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

const CHUNK = 500

/** Brings each day of rent into the books once the day is over: one journal a currency and day, whatever the number of leases. */
export const earnRent: Duty = {
  name: "earn-rent",
  nextDue: async (container) => {
    const [next, zone] = await Promise.all([rentalOf(container).nextEarnings(), zoneOf(container)])
    return next.map(({ day }) => endOfDay(day, zone)).sort()[0] ?? null
  },
  run: async (container, at) => {
    const rental = rentalOf(container)
    const zone = await zoneOf(container)
    const yesterday = addDays(dayOf(at, zone), -1)
    let days = 0
    for (const { currency } of await rental.nextEarnings()) {
      while ((await rental.earnDay(currency, yesterday, zone)) !== null) days += 1
    }
    return days
  },
}

/** Moves leases whose paid time or grace is over, and tells shops of changes that they do not know of yet. */
export const endLeases: Duty = {
  name: "end-leases",
  nextDue: (container) => rentalOf(container).nextLeaseDue(),
  run: async (container, at) => {
    const rental = rentalOf(container)
    const moment = { at, zone: await zoneOf(container) }
    let all = 0
    for (let moved = await rental.endDue(moment, CHUNK); moved > 0; moved = await rental.endDue(moment, CHUNK)) all += moved
    return all + (await tellShops(container, at))
  },
}

/** Tells each shop once; one that fails is tried again a minute later and does not hold up the others. */
async function tellShops(container: MedusaContainer, at: Instant): Promise<number> {
  let told = 0
  for (let ids = await rentalOf(container).claimUntold(CHUNK); ids.length > 0; ids = await rentalOf(container).claimUntold(CHUNK)) {
    for (const { id: lease_id, late, ended } of ids) {
      const { errors } = await tellShopWorkflow(container).run({ input: { lease_id, at }, throwOnError: false })
      if (errors.length === 0) {
        told += 1
        const what = ended ? "the lease had ended and its shop was open; it was closed" : "its shop did not know of the lease's last change; it was told"
        if (late) await reportMended(container, [{ duty: "end-leases", subject: lease_id, what }], at)
      }
      else report(container, `the shop of lease ${lease_id} could not be told`, errors[0]?.error)
    }
  }
  return told
}

/** Whoever began to take a payment's money and is gone, an operator has to look whether it moved. */
async function noteDoubts(container: MedusaContainer, invoice_id: string, { payments = [] }: PaymentCollectionDTO): Promise<void> {
  for (const payment of payments) {
    const since = beganOf(payment)
    if (since === null) continue
    await rentalOf(container).within((manager) => noteLeftAlone(manager, { invoice_id, payment_id: payment.id, provider_id: payment.provider_id }, since))
  }
}

/**
 * Finishes payments that stopped after the provider had taken the money, or whose money came when nobody was told; what no provider has
 * answered for it puts before an operator. When to look is counted in real time, for a stop is a matter of processes; time on the test clock
 * brings none.
 */
export const repairRentPayments: Duty = {
  name: "repair-rent-payments",
  nextDue: async () => null,
  run: async (container, at) => {
    const rental = rentalOf(container)
    let finished = 0
    for (let started = await rental.claimLooks(CHUNK); started.length > 0; started = await rental.claimLooks(CHUNK)) {
      const collections = await readCollections(container.resolve(Modules.PAYMENT), started.map((each) => each.payment_collection_id))
      const there = started.flatMap(({ invoice_id, payment_collection_id }) => {
        const collection = collections.get(payment_collection_id)
        return collection ? [{ invoice_id, collection }] : []
      })
      for (const { invoice_id, collection } of there) await noteDoubts(container, invoice_id, collection)
      for (const { invoice_id } of there.filter(({ collection }) => takenIn(collection).length > 0)) {
        const { errors } = await finishRentPaymentWorkflow(container).run({ input: { invoice_id, at }, throwOnError: false })
        if (errors.length === 0) {
          finished += 1
          await reportMended(container, [{ duty: "repair-rent-payments", subject: invoice_id, what: "its rent was taken and not in the books; it was booked" }], at)
        }
        else report(container, `the payment of rent invoice ${invoice_id} could not be finished`, errors[0]?.error)
      }
    }
    return finished
  },
}

/** Logs what a duty could not do, and goes on: the others' turn comes. */
export function report(container: MedusaContainer, what: string, error: unknown): void {
  const why = typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error)
  container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: ${what}: ${why}`)
}
