import { z } from "@medusajs/framework/zod"

import { pageQuery, type Endpoint } from "../../endpoint"
import { CreditNoteAnswer, invoiceAndLease, OfflinePaymentAnswer } from "../../merchant/invoices/contract"
import { LeaseAnswer } from "../../merchant/shops/[id]/leases/contract"

const reason = z.string().trim().min(3).max(500)

export const ConfirmPaymentBody = z.strictObject({
  bank: z.string().regex(/^[a-z0-9_.-]{2,40}$/, "small Latin letters and digits").describe("the marketplace's account in which the money is, as the ledger names it: 'mellat'"),
  amount_minor: z.int().positive().describe("what came in"),
})
export const ReasonBody = z.strictObject({ reason })
export const LostDaysBody = z.strictObject({
  days: z.int().min(1).max(366),
  reason,
  reference: z.string().trim().min(1).max(120).describe("which wrong is righted, such as a decision's id; the same one gives its days once"),
})

export const rentDeskEndpoints: Endpoint[] = [
  {
    method: "GET", path: "/admin/rent-payments", caller: "operator", summary: "Payments of rent at a bank that merchants report and nobody has looked for yet",
    query: pageQuery, status: 200, answer: z.strictObject({ offline_payments: z.array(OfflinePaymentAnswer) }), errors: [],
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
    errors: ["offline_payment_not_found", "payment_amount_wrong", "bank_reference_used", "invoice_being_paid", "wrong_state"],
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
    errors: ["invoice_not_found", "invoice_being_paid", "invoice_payment_reported", "invoice_already_paid", "invoice_not_paid", "nothing_to_credit", "later_term_paid"],
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
