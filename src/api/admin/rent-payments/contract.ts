import { z } from "@medusajs/framework/zod"

import { instantAnswer, moneyAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { CreditNoteAnswer, invoiceAndLease, OfflinePaymentAnswer } from "../../merchant/invoices/contract"
import { LeaseAnswer } from "../../merchant/shops/[id]/leases/contract"

const reason = z.string().trim().min(3).max(500)

export const ConfirmPaymentBody = z.strictObject({
  bank: z.string().regex(/^[a-z0-9_.-]{2,40}$/, "small Latin letters and digits").describe("the marketplace's account in which the money is, as the ledger names it: 'mellat'"),
  amount_minor: z.int().positive().describe("what came in"),
})
export const ReasonBody = z.strictObject({ reason })
export const PaymentWordBody = z.strictObject({
  made: z.boolean().describe("whether the provider's own page shows that the money was taken, the whole of it"),
  note: z.string().trim().min(3).max(500).describe("what was seen there"),
})
export const LostDaysBody = z.strictObject({
  days: z.int().min(1).max(366),
  reason,
  reference: z.string().trim().min(1).max(120).describe("which wrong is righted, such as a decision's id; the same one gives its days once"),
})

export const UnansweredPaymentAnswer = z.strictObject({
  id: z.string(),
  invoice_id: z.string(),
  number: z.string().describe("the invoice's"),
  merchant_id: z.string(),
  provider_id: z.string(),
  payment_id: z.string().describe("Medusa's"),
  provider_data: z.record(z.string(), z.unknown()).describe("what the provider said of the payment before, such as its own number of it"),
  amount: moneyAnswer,
  asked_at: instantAnswer,
  error: z.string().nullable().describe("what came instead of an answer; null when nothing did"),
  next_actions: z.array(nextActionAnswer),
})

export const rentDeskEndpoints: Endpoint[] = [
  {
    method: "GET", path: "/admin/rent-payments", caller: "operator", summary: "Payments of rent at a bank that merchants report and nobody has looked for yet",
    query: pageQuery, status: 200, answer: z.strictObject({ offline_payments: z.array(OfflinePaymentAnswer) }), errors: [],
  },
  {
    method: "GET", path: "/admin/rent-payments/unanswered", caller: "operator", summary: "Payments of rent that a provider was asked to take and did not answer for",
    description: "Nothing is asked again by itself, and nothing else pays or withdraws the invoice: look at the provider's own page, and say whether the money was taken.",
    query: pageQuery, status: 200, answer: z.strictObject({ unanswered_payments: z.array(UnansweredPaymentAnswer) }), errors: [],
  },
  {
    method: "POST",
    path: "/admin/invoices/:id/payment-answer",
    caller: "operator",
    summary: "Say whether a provider that did not answer has taken the rent",
    description: "What was taken pays the invoice (where that was paid or withdrawn meanwhile, it goes to the merchant's balance). What was not taken is cancelled, and the invoice is free for any other way.",
    body: PaymentWordBody,
    status: 200,
    answer: invoiceAndLease,
    errors: ["invoice_not_found", "payment_not_unanswered", "payment_amount_wrong"],
  },
  {
    method: "POST",
    path: "/admin/rent-payments/:id/confirmation",
    caller: "operator",
    summary: "The money is in the bank: the invoice is paid",
    description: "Whole: a payment smaller or larger than the invoice is refused. An upgrade whose day is over begins today and lasts as long as the money buys. Where the invoice was paid another way meanwhile, what came is credited to the merchant's balance. Confirmed again it changes nothing.",
    body: ConfirmPaymentBody,
    status: 200,
    answer: invoiceAndLease,
    errors: ["offline_payment_not_found", "payment_amount_wrong", "bank_reference_used", "invoice_being_paid", "payment_unanswered", "wrong_state"],
  },
  {
    method: "POST", path: "/admin/rent-payments/:id/refusal", caller: "operator", summary: "The money has not come", body: ReasonBody, status: 200,
    answer: z.strictObject({ offline_payment: OfflinePaymentAnswer }), errors: ["offline_payment_not_found", "wrong_state"],
  },
  {
    method: "POST",
    path: "/admin/invoices/:id/credit-note",
    caller: "operator",
    summary: "Credit a rent invoice",
    description: "One that was not paid is void by it. Of a paid one the unused days go back to the merchant's balance with their tax, and the term ends today.",
    body: ReasonBody,
    status: 201,
    answer: z.strictObject({ credit_note: CreditNoteAnswer }),
    errors: ["invoice_not_found", "invoice_being_paid", "payment_unanswered", "invoice_payment_reported", "invoice_already_paid", "invoice_not_paid", "nothing_to_credit", "later_term_paid"],
  },
  {
    method: "POST",
    path: "/admin/leases/:id/ending",
    caller: "operator",
    summary: "End a lease now, as far as nothing was paid for it",
    description: "A trial, a term that a coupon covered, or grace. What was paid for is ended by the credit note of its invoice.",
    body: ReasonBody,
    status: 200,
    answer: z.strictObject({ lease: LeaseAnswer }),
    errors: ["lease_not_found", "lease_not_running", "lease_was_paid"],
  },
  {
    method: "POST",
    path: "/admin/leases/:id/lost-days",
    caller: "operator",
    summary: "Give days back that a suspension found wrong has cost a shop",
    description: "The lease ends so many days later, for the same money. Under the same reference the days are given once.",
    body: LostDaysBody,
    status: 200,
    answer: z.strictObject({ lease: LeaseAnswer }),
    errors: ["lease_not_found", "shop_closed", "lease_already_exists", "wrong_state"],
  },
]
