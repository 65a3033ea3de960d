import { createStep, createWorkflow, StepResponse, transform, when, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { quote, quoteOfMerchants, takeQuote, type QuoteRequest } from "../../modules/rental/quotes"
import { requireVerifiedStep } from "../merchant/steps"
import { buyerOf, invoiceOf, momentOf, rentalOf, withOpenShop } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

export type QuoteInput = QuoteRequest & { at: Instant }
export type TakeQuoteInput = { quote_id: string; merchant_id: string; at: Instant }

const quoteStep = createStep("pasaj-quote-lease", async ({ at, ...request }: QuoteInput, { container }) => {
  const moment = await momentOf(container, at)
  return new StepResponse(await withOpenShop(container, request.shop_id, (manager) => quote(manager, request, moment)))
})

/**
 * Says what renting, renewing or upgrading a shop would cost and do, and keeps to it for a while (K9, K15).
 * @throws merchant_not_found, merchant_not_verified, shop_closed, plan_not_found, term_not_offered, lease_already_exists, lease_not_running,
 * not_an_upgrade, coupon_not_valid, coupon_used_up, rent_credit_too_large
 */
export const quoteLeaseWorkflow = createWorkflow("pasaj-quote-shop-lease", (input: QuoteInput) => {
  requireVerifiedStep(transform(input, ({ merchant_id }) => merchant_id))
  return new WorkflowResponse(quoteStep(input))
})

const takeQuoteStep = createStep("pasaj-take-quote", async ({ quote_id, merchant_id, at }: TakeQuoteInput, { container }) => {
  const [moment, buyer] = [await momentOf(container, at), await buyerOf(container, merchant_id)]
  const { shop_id } = await rentalOf(container).reading((manager) => quoteOfMerchants(manager, quote_id, [merchant_id]))
  const issued = await withOpenShop(container, shop_id, (manager) => takeQuote(manager, quote_id, moment, buyer))
  return new StepResponse({ ...issued, paid: (await invoiceOf(container, issued.invoice_id)).state === "paid" })
})

/**
 * Takes a quote (K9, K15): the invoice that it promised is issued, or nothing is. Where a coupon or a credit covers it all it is
 * paid by that, and the shop is told at once; a stop before that is finished by the duty `end-leases`.
 * @returns the ids of lease and invoice
 * @throws quote_not_found, shop_closed, quote_expired, quote_stale, lease_already_exists, invoice_already_open, and all that quoting refuses
 */
export const takeQuoteWorkflow = createWorkflow("pasaj-take-lease-quote", (input: TakeQuoteInput) => {
  requireVerifiedStep(transform(input, ({ merchant_id }) => merchant_id))
  const issued = takeQuoteStep(input)
  when("pasaj-quote-is-paid", issued, ({ paid }) => paid).then(() => {
    tellShopWorkflow.runAsStep({ input: transform({ issued, input }, (all) => ({ lease_id: all.issued.lease_id, at: all.input.at })) })
  })
  return new WorkflowResponse(issued)
})
