import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { failpoint } from "../../adapters/failpoint"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { invoiceNumber } from "../../domain/rent-policy"
import type { PlanTerms } from "../../domain/rental"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { holdOpenShop } from "../../modules/merchant/closing"
import { leaseShops } from "../../modules/merchant/lease-terms"
import { limitShop } from "../../modules/merchant/limits"
import type MerchantModuleService from "../../modules/merchant/service"
import { PASAJ_RENTAL } from "../../modules/rental"
import { changesOf, termsOfShops, toldMany, type Known } from "../../modules/rental/ends"
import type { Buyer } from "../../modules/rental/invoices"
import { leaseRow } from "../../modules/rental/lease-rows"
import { limitsOfShop } from "../../modules/rental/limits"
import { takeLease, type LeaseRequest } from "../../modules/rental/leases"
import { takeProviderMoney } from "../../modules/rental/provider-money"
import type { Invoice } from "../../modules/rental/reads"
import type RentalModuleService from "../../modules/rental/service"
import { requireAnswered } from "../../modules/rental/unanswered"
import { authorizedPayment, collectionFor, paymentUnderWay, readCollection, requireOffered, takenIn, type WaitingSession } from "./rent-payment"

export type PublishPlanInput = { terms: PlanTerms; at: Instant }
export type TakeLeaseInput = LeaseRequest & { at: Instant }
export type PayInvoiceInput = { invoice_id: string; provider_id: string; data?: Record<string, unknown>; at: Instant }
export type FinishPaymentInput = { invoice_id: string; at: Instant }
export type TellShopInput = { lease_id: string; at: Instant }

export const rentalOf = (container: MedusaContainer) => container.resolve<RentalModuleService>(PASAJ_RENTAL)
export const paymentsOf = (container: MedusaContainer) => container.resolve(Modules.PAYMENT)

/** The marketplace's time zone, in which days of rent begin and end. */
export const zoneOf = async (container: MedusaContainer): Promise<string> =>
  (await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()).zone

/** Merchants as invoices name them. */
export async function buyersOf(container: MedusaContainer, ids: string[]): Promise<Map<string, Buyer>> {
  const merchants = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listMerchants({ id: ids }, { take: ids.length })
  return new Map(merchants.map(({ id, name, company_id, national_id, address }) => [id, { name, identifier: company_id ?? national_id, address }]))
}

/** A merchant as an invoice names it. @throws merchant_not_found */
export const buyerOf = async (container: MedusaContainer, id: string): Promise<Buyer> =>
  (await buyersOf(container, [id])).get(id) ?? refuse("merchant_not_found", { id })

export const momentOf = async (container: MedusaContainer, at: Instant) => ({ at, zone: await zoneOf(container) })

export async function invoiceOf(container: MedusaContainer, id: string): Promise<Invoice> {
  const [invoice] = await rentalOf(container).invoices({ id })
  return invoice ?? refuse("invoice_not_found", { id })
}

/**
 * Runs a use case of rent in one transaction that holds the shop: of a lease and a closing at once, whichever comes second
 * sees the first. @throws shop_not_found, shop_closed
 */
export const withOpenShop = <Result>(container: MedusaContainer, shopId: string, work: (manager: SqlManager) => Promise<Result>): Promise<Result> =>
  rentalOf(container).within(async (manager) => {
    await holdOpenShop(manager, shopId)
    return work(manager)
  })

export const publishPlanStep = createStep("pasaj-publish-plan-edition", async ({ terms, at }: PublishPlanInput, { container }) =>
  new StepResponse((await rentalOf(container).publishPlan(terms, at)).id),
)

export const takeLeaseStep = createStep("pasaj-take-lease", async ({ at, ...request }: TakeLeaseInput, { container }) => {
  const [moment, buyer] = [await momentOf(container, at), await buyerOf(container, request.merchant_id)]
  return new StepResponse(await withOpenShop(container, request.shop_id, (manager) => takeLease(manager, request, moment, { buyer })))
})

/** What an upgrade costs is of its day; a payment that has begun at a provider may be finished. @throws invoice_void, invoice_expired */
export async function requirePayable(container: MedusaContainer, invoice: Invoice, at: Instant): Promise<void> {
  const { state, payable_until, fiscal_year, sequence } = invoice
  const number = invoiceNumber(fiscal_year, sequence)
  if (state === "void") refuse("invoice_void", { number })
  if (state === "paid" || payable_until === null || payable_until > at) return
  const { payment, payers } = await paymentUnderWay(container, invoice)
  if (payment === null && payers.length === 0) refuse("invoice_expired", { number, payable_until })
}

/**
 * Notes where the invoice is being paid. @returns the payment collection; null when there is nothing to pay any more
 * @throws invoice_not_found, invoice_void, invoice_expired, payment_unanswered, payment_provider_not_offered
 */
export const startRentPaymentStep = createStep("pasaj-start-rent-payment", async ({ invoice_id, provider_id, at }: PayInvoiceInput, { container }) => {
  const invoice = await invoiceOf(container, invoice_id)
  await requirePayable(container, invoice, at)
  const open = invoice.state === "open"
  if (open && (await paymentUnderWay(container, invoice)).payment === null) {
    await rentalOf(container).reading((manager) => requireAnswered(manager, invoice_id))
    await requireOffered(container, provider_id, invoice.currency)
  }
  return new StepResponse({ collection_id: open ? await collectionFor(paymentsOf(container), rentalOf(container), invoice) : null })
})

type AuthorizeInput = { collection_id: string | null; provider_id: string; data?: Record<string, unknown> }
type ToCapture = { payment_id: string; provider_id: string }
type Authorized = { payment_to_capture: ToCapture | null; waiting: WaitingSession | null }

/**
 * Has the payment authorised, and is not undone: what is authorised and not taken is taken by the next attempt.
 * @returns the payment to capture, or the session that waits for its payer; neither when its money was taken already
 */
export const authorizeRentPaymentStep = createStep("pasaj-authorize-rent-payment", async ({ collection_id, provider_id, data = {} }: AuthorizeInput, { container }) => {
  const nothing: Authorized = { payment_to_capture: null, waiting: null }
  if (collection_id === null) return new StepResponse(nothing)
  const found = await authorizedPayment(container, { collection_id, provider_id, data })
  if (!("payment_id" in found)) return new StepResponse<Authorized>({ ...nothing, waiting: found })
  const { taken, ...payment } = found
  return new StepResponse<Authorized>({ ...nothing, payment_to_capture: taken ? null : payment })
})

/**
 * Brings the money that providers have taken for an invoice into the books, once; of one that is not open any more it goes to the
 * merchant's balance. @returns the invoice's lease; null while its payer is waited for
 * @throws invoice_not_found, payment_not_captured, payment_amount_wrong
 */
export const settleRentInvoiceStep = createStep("pasaj-settle-rent-invoice", async ({ invoice_id, at, waits = false }: FinishPaymentInput & { waits?: boolean }, { container }) => {
  if (waits) return new StepResponse<string | null>(null)
  const invoice = await invoiceOf(container, invoice_id)
  if (invoice.state === "open") failpoint("rent-captured-before-books")
  const taken = invoice.payment_collection_id === null ? [] : takenIn(await readCollection(paymentsOf(container), invoice.payment_collection_id))
  const moment = await momentOf(container, at)
  const leaseId = await rentalOf(container).within((manager) => takeProviderMoney(manager, invoice_id, taken, moment))
  if (invoice.state === "open") failpoint("rent-in-books-before-shop")
  return new StepResponse<string | null>(leaseId)
})

export type ToldShop = { shop_id: string; known: Known[] }

/** Tells shops until when their leases let them sell. @returns for each lease the changes that its shop then knows */
export async function tellTerms(container: MedusaContainer, leases: { id: string; shop_id: string }[]): Promise<Known[]> {
  const ids = leases.map((lease) => lease.id)
  const shops = [...new Set(leases.map((lease) => lease.shop_id))]
  const { known, terms } = await rentalOf(container).reading(async (manager) => ({ known: await changesOf(manager, ids), terms: await termsOfShops(manager, shops) }))
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => leaseShops(manager, terms))
  return known
}

/** The shops know of these changes of their leases. */
export const shopsTold = (container: MedusaContainer, known: Known[]): Promise<void> => rentalOf(container).within((manager) => toldMany(manager, known))

/** Lets the shop sell as long as its lease says, and tells it what its plan in force allows. */
export const leaseShopStep = createStep("pasaj-lease-shop", async ({ lease_id, at }: TellShopInput, { container }) => {
  const { shop_id } = await rentalOf(container).reading((manager) => leaseRow(manager, lease_id))
  const known = await tellTerms(container, [{ id: lease_id, shop_id }])
  const granted = await rentalOf(container).reading((manager) => limitsOfShop(manager, shop_id, at))
  if (granted) {
    const { limits, tier } = granted
    await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => limitShop(manager, shop_id, { ...limits, tier }))
  }
  return new StepResponse<ToldShop>({ shop_id, known })
})

export const shopToldStep = createStep("pasaj-shop-told-of-lease", async ({ known }: ToldShop, { container }) => {
  await shopsTold(container, known)
  return new StepResponse(known[0]?.id ?? null)
})
