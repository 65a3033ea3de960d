import { postWithin, type SqlManager } from "../../adapters/ledger"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { sum, type Money } from "../../domain/money"
import { rentSurplus } from "../../domain/rent-period"
import { invoiceNumber } from "../../domain/rent-policy"
import type { InvoiceState } from "../../domain/rental"
import { lockInvoiceAndLease, type Moment } from "./lease-rows"
import { payInvoice } from "./payments"
import { noteAnswered } from "./unanswered"

/** What a provider has taken on one payment, capture by capture. */
export type TakenPayment = { payment_id: string; provider_id: string; captures: { id: string; amount: Money }[] }

type InvoiceRow = { state: InvoiceState; payment_id: string | null; merchant_id: string; currency: string; fiscal_year: number; sequence: number }

/**
 * Brings what providers have taken for an invoice into the books. The first payment pays an open invoice; whatever came beside it, or
 * after the invoice was paid another way or withdrawn, goes to the merchant's balance, capture by capture: no rial is lost. Safe twice.
 * @returns the invoice's lease
 * @throws invoice_not_found, payment_not_captured (an open invoice, and nothing was taken), payment_amount_wrong
 */
export async function takeProviderMoney(manager: SqlManager, invoice_id: string, taken: TakenPayment[], moment: Moment): Promise<string> {
  const lease = await lockInvoiceAndLease(manager, invoice_id)
  const [invoice] = await manager.execute<InvoiceRow>("select state, payment_id, merchant_id, currency, fiscal_year, sequence from rent_invoice where id = ?", [invoice_id])
  if (!invoice) refuse("invoice_not_found", { id: invoice_id })
  let payer = invoice.payment_id
  if (invoice.state === "open") {
    const [{ payment_id, provider_id, captures }] = taken[0] ? [taken[0]] : refuse("payment_not_captured")
    await payInvoice(manager, { invoice_id, payment_id, provider_id, paid: sum(captures.map((each) => each.amount), invoice.currency) }, moment)
    payer = payment_id
  }
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  const surplus = taken.filter((each) => each.payment_id !== payer).flatMap(({ provider_id, captures }) =>
    captures.map(({ id, amount }) => rentSurplus({ id, number, merchant_id: invoice.merchant_id, amount }, account.gateway(provider_id))))
  await postWithin(manager, surplus, moment.at)
  if (taken.length > 0) {
    await noteAnswered(manager, taken.map((each) => each.payment_id))
    await manager.execute("update rent_invoice set look_at = null, updated_at = now() where id = ?", [invoice_id])
  }
  return lease.id
}
