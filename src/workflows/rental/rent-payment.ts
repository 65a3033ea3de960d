import type { IPaymentModuleService, MedusaContainer, PaymentCollectionDTO, PaymentDTO } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MathBN, MedusaError, Modules, PaymentSessionStatus } from "@medusajs/framework/utils"

import { fromMedusa, toMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import { money, sum, type Money } from "../../domain/money"
import type { Invoice } from "../../modules/rental/reads"
import type RentalModuleService from "../../modules/rental/service"

/** The mark on a payment collection that has no order: the funding of orders never touches it. */
export const RENT_INVOICE = "pasaj_rent_invoice"

/** A rent invoice's payment at its provider, and how much of it was taken. */
export type ProviderPayment = { payment_id: string; provider_id: string; captured: Money }

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
const capturedOf = (payment: PaymentDTO): Money =>
  sum(
    (payment.captures ?? []).map((capture) => fromMedusa(MathBN.convert(capture.raw_amount ?? capture.amount).toFixed(), payment.currency_code)),
    payment.currency_code,
  )

/** The living payment of a collection, the one with money before the others; null when none was authorised. */
export function paymentIn(collection: PaymentCollectionDTO): ProviderPayment | null {
  const living = (collection.payments ?? []).filter((payment) => !payment.canceled_at)
  const payment = living.find((each) => (each.captures ?? []).length > 0) ?? living[0]
  return payment ? { payment_id: payment.id, provider_id: payment.provider_id, captured: capturedOf(payment) } : null
}

const relations = ["payments", "payments.captures", "payment_sessions"]

export const readCollection = (payments: IPaymentModuleService, id: string): Promise<PaymentCollectionDTO> =>
  payments.retrievePaymentCollection(id, { relations })

/** The payment of an invoice that a provider has taken, or may take at any moment; null when none was authorised, as after a refusal. */
export async function paymentUnderWay(container: MedusaContainer, { state, payment_collection_id }: Invoice): Promise<ProviderPayment | null> {
  if (state !== "open" || payment_collection_id === null) return null
  return paymentIn(await readCollection(container.resolve(Modules.PAYMENT), payment_collection_id))
}

/** Those of the collections on which a provider has taken money. */
export async function collectionsWithMoney(payments: IPaymentModuleService, ids: string[]): Promise<Set<string>> {
  const found = ids.length === 0 ? [] : await payments.listPaymentCollections({ id: ids }, { relations, take: ids.length })
  return new Set(found.filter((each) => (paymentIn(each)?.captured.minor ?? 0) > 0).map((each) => each.id))
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

/**
 * An authorised payment for a collection's whole amount: the one that an earlier, stopped attempt left, or a new one of
 * the given provider. A session is one attempt at a provider and is used again until the provider has ended it.
 * @throws payment_not_authorized
 */
export async function authorizedPayment(container: MedusaContainer, collectionId: string, providerId: string): Promise<ProviderPayment> {
  const payments = container.resolve(Modules.PAYMENT)
  const collection = await readCollection(payments, collectionId)
  const left = paymentIn(collection)
  if (left) return left

  const over: string[] = [PaymentSessionStatus.ERROR, PaymentSessionStatus.CANCELED]
  const usable = collection.payment_sessions?.find((each) => each.provider_id === providerId && !over.includes(each.status))
  const session = usable ?? (await payments.createPaymentSession(collectionId, {
    provider_id: providerId, currency_code: collection.currency_code, amount: collection.amount, data: {},
  }))
  try {
    await payments.authorizePaymentSession(session.id, {})
  } catch (error) {
    // The provider said no, or wants more of the payer first; anything else is a fault and stays one.
    if (MedusaError.isMedusaError(error) && error.type === MedusaError.Types.NOT_ALLOWED) refuse("payment_not_authorized")
    throw error
  }
  return paymentIn(await readCollection(payments, collectionId)) ?? refuse("payment_not_authorized")
}
