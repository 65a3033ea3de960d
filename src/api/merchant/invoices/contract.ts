import { z } from "@medusajs/framework/zod"

import { statesOf } from "../../../domain/machine"
import { invoiceMachine, invoicePurposes, offlinePaymentMachine, payers } from "../../../domain/rental"
import { dayAnswer, instantAnswer, moneyAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { BoughtPlan, LeaseAnswer, TakeLeaseBody } from "../shops/[id]/leases/contract"

export const PayInvoiceBody = z.strictObject({
  provider_id: z.string().min(1).max(100).describe("a payment provider that Medusa offers in a region of the invoice's currency"),
  data: z.record(z.string().max(100), z.unknown()).refine((data) => JSON.stringify(data).length <= 4_096, "at most 4,096 characters as JSON").optional()
    .describe("what the provider itself asks for when a payment begins, such as where to send the payer back to: see its own documentation. A payment that waits keeps what it began with"),
})

export const PaymentSessionAnswer = z.strictObject({
  id: z.string(),
  provider_id: z.string(),
  status: z.string().describe("the provider's, as Medusa names it: 'pending', 'requires_more', 'pending_authorization'"),
  data: z.record(z.string(), z.unknown()).describe("what the provider says for the payer's client, such as an address to go to or a client secret"),
})

export const OfflinePaymentBody = z.strictObject({
  amount_minor: z.int().positive(),
  reference: z.string().min(3).max(60).describe("the bank's own reference of the payment"),
  paid_on: dayAnswer,
})

export const OfflinePaymentAnswer = z.strictObject({
  id: z.string(),
  invoice_id: z.string(),
  state: z.enum(statesOf(offlinePaymentMachine)),
  amount: moneyAnswer,
  reference: z.string(),
  paid_on: dayAnswer,
  reported_at: instantAnswer,
  bank: z.string().nullable().describe("the marketplace's account in which an operator found the money"),
  decided_at: instantAnswer.nullable(),
  refusal: z.string().nullable(),
  to_balance: z.boolean().describe("its invoice was paid another way meanwhile: the money went to the merchant's balance"),
  next_actions: z.array(nextActionAnswer),
})

export const CreditNoteAnswer = z.strictObject({
  id: z.string(),
  number: z.string().describe("of a series of its own without gaps, such as 'CN-1405-000007'"),
  invoice_id: z.string(),
  kind: z.enum(["void", "unused"]).describe("'void': nothing had been paid; 'unused': what was not used went to the balance"),
  net: moneyAnswer,
  tax: moneyAnswer,
  total: moneyAnswer,
  reason: z.string(),
  issued_at: instantAnswer,
})

export const InvoiceAnswer = z.strictObject({
  id: z.string(),
  number: z.string().describe("fiscal year and a count without gaps, such as '1405-000042'"),
  lease_id: z.string(),
  shop_id: z.string(),
  merchant_id: z.string(),
  purpose: z.enum(invoicePurposes),
  state: z.enum(statesOf(invoiceMachine)),
  plan: BoughtPlan,
  term_months: z.int(),
  price: moneyAnswer.describe("the tariff's, before tax"),
  discount: moneyAnswer,
  credit: moneyAnswer.describe("unused days of what was paid before (K15)"),
  net: moneyAnswer,
  tax: moneyAnswer,
  total: moneyAnswer,
  issued_at: instantAnswer,
  payable_until: instantAnswer.nullable().describe("an upgrade's credit is of its day"),
  paid_at: instantAnswer.nullable(),
  paid_by: z.enum(payers).nullable(),
  provider_id: z.string().nullable().describe("who took the money"),
  credit_notes: z.array(CreditNoteAnswer),
  offline_payments: z.array(OfflinePaymentAnswer),
  next_actions: z.array(nextActionAnswer),
})

export const invoiceAndLease = z.strictObject({ invoice: InvoiceAnswer, lease: LeaseAnswer })
const paidOrWaiting = z.strictObject({ invoice: InvoiceAnswer, lease: LeaseAnswer, payment_session: PaymentSessionAnswer.nullable().describe("null once the invoice is paid") })

export const rentEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/shops/:id/leases",
    caller: "member",
    permission: "rent.pay",
    summary: "Take a plan for a shop (K8, K9)",
    description: "A lease that waits for its invoice to be paid. A shop has one lease at a time.",
    body: TakeLeaseBody,
    status: 201,
    answer: invoiceAndLease,
    errors: ["shop_not_found", "shop_closed", "merchant_not_verified", "plan_not_found", "term_not_offered", "lease_already_exists", "invoice_already_open", "coupon_not_valid", "coupon_used_up", "money_wrong_currency"],
  },
  {
    method: "GET",
    path: "/merchant/shops/:id/leases",
    caller: "member",
    summary: "The leases of one of my shops, the first one first",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ leases: z.array(LeaseAnswer) }),
    errors: ["shop_not_found"],
  },
  {
    method: "GET",
    path: "/merchant/invoices",
    caller: "member",
    summary: "My rent invoices, in the order in which they were issued",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ invoices: z.array(InvoiceAnswer) }),
    errors: [],
  },
  {
    method: "GET",
    path: "/merchant/invoices/:id",
    caller: "member",
    summary: "One of my rent invoices",
    status: 200,
    answer: z.strictObject({ invoice: InvoiceAnswer }),
    errors: ["invoice_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/invoices/:id/payment",
    caller: "member",
    permission: "rent.pay",
    summary: "Pay a rent invoice (K8, K16)",
    description: "Through a payment provider, whole. The lease becomes active and the shop opens. Where the provider first wants its payer (a redirect, 3-D Secure), the invoice stays open and `payment_session` says what the payer's client goes on with; the same call afterwards finishes it, and so does the provider's own call to Medusa. While a payer is waited for (`payment_minutes` of the rent policy) nothing else pays or withdraws the invoice, but another provider may be chosen. What the provider refuses to take is cancelled, and the invoice is free for any other way at once; where its answer is lost, the invoice waits until an operator has looked whether the money moved. Paying a paid invoice again changes nothing.",
    body: PayInvoiceBody,
    status: 200,
    answer: paidOrWaiting,
    errors: ["invoice_not_found", "invoice_void", "invoice_expired", "payment_provider_not_offered", "payment_not_authorized", "payment_provider_failed", "payment_refused", "payment_unanswered", "payment_not_captured", "payment_amount_wrong"],
  },
  {
    method: "POST",
    path: "/merchant/invoices/:id/balance-payment",
    caller: "member",
    permission: "rent.pay_from_balance",
    summary: "Pay a rent invoice from my balance (K8)",
    description: "Whole, and only from money that is payable now. Paying a paid invoice again changes nothing.",
    status: 200,
    answer: invoiceAndLease,
    errors: ["invoice_not_found", "invoice_void", "invoice_expired", "invoice_being_paid", "payment_unanswered", "account_overdrawn"],
  },
  {
    method: "POST",
    path: "/merchant/invoices/:id/offline-payment",
    caller: "member",
    permission: "rent.pay",
    summary: "Report that a rent invoice was paid at a bank",
    description: "It counts once an operator has found the money there. Told again under the same reference it answers the same.",
    body: OfflinePaymentBody,
    status: 201,
    answer: z.strictObject({ offline_payment: OfflinePaymentAnswer }),
    errors: [
      "invoice_not_found", "invoice_void", "invoice_already_paid", "invoice_expired", "payment_amount_wrong", "payment_in_future", "payment_already_reported",
      "bank_reference_invalid",
    ],
  },
  {
    method: "POST",
    path: "/merchant/invoices/:id/withdrawal",
    caller: "member",
    permission: "rent.pay",
    summary: "Withdraw an invoice that was not paid",
    description: "It is void by a credit note; a lease that only waited for it has ended, and its shop may take another. Not while a payment at a bank is reported: an operator confirms or refuses it first.",
    status: 200,
    answer: invoiceAndLease,
    errors: ["invoice_not_found", "invoice_already_paid", "invoice_being_paid", "payment_unanswered", "invoice_payment_reported"],
  },
  {
    method: "GET",
    path: "/merchant/invoices/:id/page",
    caller: "member",
    summary: "A rent invoice as a page to print: HTML, in Persian and English",
    status: 200,
    answer: z.string().describe("text/html"),
    errors: ["invoice_not_found"],
  },
]
