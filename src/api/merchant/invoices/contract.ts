import { z } from "@medusajs/framework/zod"

import { statesOf } from "../../../domain/machine"
import { invoiceMachine } from "../../../domain/rental"
import { instantAnswer, moneyAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { BoughtPlan, LeaseAnswer, TakeLeaseBody } from "../shops/[id]/leases/contract"

export const PayInvoiceBody = z.strictObject({
  provider_id: z.string().min(1).max(100).describe("a payment provider that Medusa offers in a region of the invoice's currency"),
})

export const InvoiceAnswer = z.strictObject({
  id: z.string(),
  number: z.string().describe("fiscal year and a count without gaps, such as '1405-000042'"),
  lease_id: z.string(),
  shop_id: z.string(),
  merchant_id: z.string(),
  purpose: z.enum(["start", "renew", "upgrade"]),
  state: z.enum(statesOf(invoiceMachine)),
  plan: BoughtPlan,
  term_months: z.int(),
  net: moneyAnswer,
  tax: moneyAnswer,
  total: moneyAnswer,
  issued_at: instantAnswer,
  paid_at: instantAnswer.nullable(),
  provider_id: z.string().nullable().describe("who took the money"),
  next_actions: z.array(nextActionAnswer),
})

const invoiceAndLease = z.strictObject({ invoice: InvoiceAnswer, lease: LeaseAnswer })

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
    errors: ["shop_not_found", "merchant_not_verified", "plan_not_found", "term_not_offered", "lease_already_exists", "invoice_already_open"],
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
    description: "Through a payment provider that takes it without the payer's presence, whole. The lease becomes active and the shop opens. Paying a paid invoice again changes nothing.",
    body: PayInvoiceBody,
    status: 200,
    answer: invoiceAndLease,
    errors: ["invoice_not_found", "invoice_void", "payment_provider_not_offered", "payment_not_authorized", "payment_not_captured", "payment_amount_wrong"],
  },
]
