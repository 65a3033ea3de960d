import type { IPaymentModuleService, MedusaContainer, PaymentCollectionDTO, PaymentDTO } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MathBN, MedusaError, Modules, PaymentSessionStatus } from "@medusajs/framework/utils"

import { fromMedusa, toMedusa } from "../../adapters/medusa-money"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { outcomeOf } from "../../domain/provider-outcome"
import { PASAJ_RENTAL } from "../../modules/rental"
import { payerIsAwaited } from "../../modules/rental/policy"
import type { TakenPayment } from "../../modules/rental/provider-money"
import type { Invoice } from "../../modules/rental/reads"
import type RentalModuleService from "../../modules/rental/service"

/** The mark on a payment collection that has no order: the funding of orders never touches it. */
export const RENT_INVOICE = "pasaj_rent_invoice"

/** A rent invoice's payment at its provider, and whether its money was taken. */
export type ProviderPayment = { payment_id: string; provider_id: string; taken: boolean }

/**
 * The payment collection of an open invoice, noted on it before any money moves. Two who make one at once both get the
 * one noted first; the other's is empty and goes.
 * @returns null when the invoice is no longer open
 */
export async function collectionFor(payments: IPaymentModuleService, rental: RentalModuleService, invoice: Invoice): Promise<string | null> {
  if (invoice.payment_collection_id !== null) return rental.startPayment(invoice.id, invoice.payment_collection_id)
  const made = await payments.createPaymentCollections({
    currency_code: invoice.currency,
    amount: toMedusa(money(invoice.total_minor, invoice.currency)),
    metadata: { [RENT_INVOICE]: invoice.id },
  })
  const noted = await rental.startPayment(invoice.id, made.id)
  if (noted !== made.id) await payments.deletePaymentCollections(made.id)
  return noted
}

/** What was taken on a payment, each capture rounded once. */
const capturesOf = (payment: PaymentDTO): TakenPayment["captures"] =>
  (payment.captures ?? []).map((capture) => ({ id: capture.id, amount: fromMedusa(MathBN.convert(capture.raw_amount ?? capture.amount).toFixed(), payment.currency_code) }))

/**
 * The payments of a collection on which money was taken, the first one first. Medusa writes a capture down before it asks the provider, and
 * says that the payment is captured once that has answered, for the whole of it: until then it is no money.
 */
export const takenIn = (collection: PaymentCollectionDTO): TakenPayment[] =>
  (collection.payments ?? []).filter((payment) => payment.captured_at).sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((payment) => ({ payment_id: payment.id, provider_id: payment.provider_id, captures: capturesOf(payment) }))

/** When somebody began to take a payment's money that was not taken (all of it) yet; null when nobody has. */
export const beganOf = ({ captured_at, captures = [] }: Pick<PaymentDTO, "captured_at" | "captures">): Instant | null =>
  captured_at ? null : (captures.map((each) => new Date(each.created_at ?? 0).toISOString()).sort()[0] ?? null)

/** The living payment of a collection, the one with money before the others; null when none was authorised. */
export function paymentIn(collection: PaymentCollectionDTO): ProviderPayment | null {
  const living = (collection.payments ?? []).filter((payment) => !payment.canceled_at)
  const payment = living.find((each) => each.captured_at) ?? living[0]
  return payment ? { payment_id: payment.id, provider_id: payment.provider_id, taken: Boolean(payment.captured_at) } : null
}

const relations = ["payments", "payments.captures", "payments.payment_session", "payment_sessions"]

export const readCollection = (payments: IPaymentModuleService, id: string): Promise<PaymentCollectionDTO> =>
  payments.retrievePaymentCollection(id, { relations })

/** What the payer's own client goes on with: the session at the provider, with whatever the provider says about it. */
export type WaitingSession = { id: string; provider_id: string; status: string; data: Record<string, unknown> }
type Session = NonNullable<PaymentCollectionDTO["payment_sessions"]>[number]

const waits: string[] = [PaymentSessionStatus.PENDING, PaymentSessionStatus.REQUIRES_MORE, PaymentSessionStatus.PENDING_AUTHORIZATION]
const waitingIn = (collection: PaymentCollectionDTO): Session[] => (collection.payment_sessions ?? []).filter((each) => waits.includes(each.status))
const asWaiting = ({ id, provider_id, status, data }: Session): WaitingSession => ({ id, provider_id, status, data })

/**
 * What may pay an open invoice at any moment: a payment that lives, and payers who are with a provider and still waited for. One who is
 * waited for no longer may pay all the same; if the invoice is not open any more by then, the money goes to the balance.
 */
export type UnderWay = { payment: ProviderPayment | null; payers: WaitingSession[] }

/** How the payment of an invoice stands at its providers. */
export async function paymentUnderWay(container: MedusaContainer, { state, payment_collection_id }: Invoice): Promise<UnderWay> {
  if (state !== "open" || payment_collection_id === null) return { payment: null, payers: [] }
  const collection = await readCollection(container.resolve(Modules.PAYMENT), payment_collection_id)
  const rental = container.resolve<RentalModuleService>(PASAJ_RENTAL)
  const payers: WaitingSession[] = []
  for (const session of waitingIn(collection)) {
    const since = new Date(session.created_at ?? 0).toISOString()
    if (await rental.reading((manager) => payerIsAwaited(manager, since))) payers.push(asWaiting(session))
  }
  return { payment: paymentIn(collection), payers }
}

/** The collections with their payments, by id. */
export async function readCollections(payments: IPaymentModuleService, ids: string[]): Promise<Map<string, PaymentCollectionDTO>> {
  const found = ids.length === 0 ? [] : await payments.listPaymentCollections({ id: ids }, { relations, take: ids.length })
  return new Map(found.map((each) => [each.id, each]))
}

type Region = { payment_providers?: ({ id: string; is_enabled: boolean } | null)[] | null }

/**
 * A host may have providers for other uses, such as Medusa's own, which takes no money: rent is paid through those that
 * buyers pay through, too. @throws payment_provider_not_offered
 */
export async function requireOffered(container: MedusaContainer, provider_id: string, currency: string): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "region", fields: ["id", "payment_providers.id", "payment_providers.is_enabled"], filters: { currency_code: currency },
  })
  const offered = (data as Region[]).flatMap(({ payment_providers }) => payment_providers ?? [])
  if (!offered.some((provider) => provider?.id === provider_id && provider.is_enabled)) refuse("payment_provider_not_offered", { provider_id, currency })
}

/** The mark of what a session began with: one that holds nothing more was never answered by its provider. */
const BEGAN_WITH = "pasaj_began_with"
type Sessions = IPaymentModuleService & { updatePaymentSessions: (session: { id: string; status: string }) => Promise<unknown> }

const warn = (container: MedusaContainer, what: string, error: unknown): void =>
  container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: ${what}: ${String(error)}`)

/** @throws payment_provider_failed */
async function beginSession(container: MedusaContainer, { currency_code, amount }: PaymentCollectionDTO, { collection_id, provider_id, data }: Attempt): Promise<Session> {
  const payments = container.resolve(Modules.PAYMENT)
  try {
    return await payments.createPaymentSession(collection_id, { provider_id, currency_code, amount, data, metadata: { [BEGAN_WITH]: Object.keys(data) } })
  } catch (error) {
    warn(container, `${provider_id} begins no payment of rent`, error)
    return refuse("payment_provider_failed", { provider_id })
  }
}

/**
 * A session whose provider throws is kept while its payer may be there. One that the provider never answered (a stop while it began),
 * or whose payer is waited for no longer, is given up, so that the next attempt begins anew.
 * @throws payment_provider_failed when the answer was lost: the same again may work
 */
async function afterFault(container: MedusaContainer, { id, provider_id, data, metadata, created_at }: Session, error: unknown, fresh: boolean): Promise<void> {
  warn(container, `${provider_id} does not authorise the session ${id}`, error)
  if (fresh) return
  if (outcomeOf(error) === "unknown") refuse("payment_provider_failed", { provider_id })
  const began = metadata?.[BEGAN_WITH]
  const answered = !Array.isArray(began) || Object.keys(data).some((key) => !began.includes(key))
  const since = new Date(created_at ?? 0).toISOString()
  if (answered && (await container.resolve<RentalModuleService>(PASAJ_RENTAL).reading((manager) => payerIsAwaited(manager, since)))) return
  await (container.resolve(Modules.PAYMENT) as Sessions).updatePaymentSessions({ id, status: PaymentSessionStatus.ERROR })
}

/** How an invoice is to be paid. `data` is the provider's own, for a session that begins. */
export type Attempt = { collection_id: string; provider_id: string; data: Record<string, unknown> }

/**
 * An authorised payment for a collection's whole amount: the one that an earlier attempt left, or a new one of the given provider. A
 * session is one attempt at a provider and is used again until the provider has ended it, or its payment was cancelled: where the payer had something to do there
 * first (a redirect, 3-D Secure), the same call finishes it afterwards.
 * @returns the payment, or the session that waits for its payer
 * @throws payment_not_authorized, payment_provider_failed
 */
export async function authorizedPayment(container: MedusaContainer, { collection_id, provider_id, data }: Attempt): Promise<ProviderPayment | WaitingSession> {
  const payments = container.resolve(Modules.PAYMENT)
  const collection = await readCollection(payments, collection_id)
  const left = paymentIn(collection)
  if (left) return left

  const over: string[] = [PaymentSessionStatus.ERROR, PaymentSessionStatus.CANCELED]
  const ended = new Set((collection.payments ?? []).filter((each) => each.canceled_at).map((each) => each.payment_session?.id))
  const usable = collection.payment_sessions?.find((each) => each.provider_id === provider_id && !over.includes(each.status) && !ended.has(each.id))
  const session = usable ?? (await beginSession(container, collection, { collection_id, provider_id, data }))
  try {
    await payments.authorizePaymentSession(session.id, {})
  } catch (error) {
    // The provider said no, or wants more of the payer first; else it is at fault, or knows no other word for a payer who has not been there yet.
    const saidNo = MedusaError.isMedusaError(error) && error.type === MedusaError.Types.NOT_ALLOWED
    if (!saidNo) await afterFault(container, session, error, usable === undefined)
  }
  const after = await readCollection(payments, collection_id)
  const waiting = waitingIn(after).find((each) => each.id === session.id)
  return paymentIn(after) ?? (waiting ? asWaiting(waiting) : refuse("payment_not_authorized"))
}
