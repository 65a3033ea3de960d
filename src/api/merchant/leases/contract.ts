import { z } from "@medusajs/framework/zod"

import { longestTerm } from "../../../domain/rental"
import { moneyAnswer, type Endpoint } from "../../endpoint"
import { invoiceAndLease } from "../invoices/contract"
import { couponInput } from "../quotes/contract"
import { LeaseAnswer } from "../shops/[id]/leases/contract"

const plan = z.string().min(1).max(40).describe("the code of a plan on offer")
const term_months = z.int().min(1).max(longestTerm)

export const RenewBody = z.strictObject({
  plan: plan.optional().describe("another plan from the end of the paid time on; else what was planned, or the plan it has"),
  term_months: term_months.optional().describe("else what was planned, or the last term"),
  coupon: couponInput.optional(),
})
export const NextTermBody = z.strictObject({ plan, term_months })
export const AutoRenewBody = z.strictObject({ auto_renew: z.boolean() })
export const TrialBody = z.strictObject({ plan })

const one = z.strictObject({ lease: LeaseAnswer })
const oneWithRent = z.strictObject({
  lease: LeaseAnswer,
  rent: z.array(
    z.strictObject({
      earned: moneyAnswer.describe("by the end of today"),
      deferred: moneyAnswer.describe("paid, and not yet used"),
      carried_on: moneyAnswer.describe("credited: it went on into another term, or back to the balance"),
    }),
  ).describe("this lease's share of the marketplace's books, one for each currency"),
})

export const leaseEndpoints: Endpoint[] = [
  { method: "GET", path: "/merchant/leases/:id", caller: "member", summary: "One of my leases, and its rent day by day", status: 200, answer: oneWithRent, errors: ["lease_not_found"] },
  {
    method: "POST",
    path: "/merchant/shops/:id/trial",
    caller: "member",
    permission: "rent.pay",
    summary: "Try a plan in my first shop, for nothing",
    description: "The shop opens at once. When the trial is over it goes on in grace, as any lease whose paid time is over.",
    body: TrialBody,
    status: 201,
    answer: one,
    errors: ["shop_not_found", "shop_closed", "merchant_not_verified", "plan_not_found", "trial_not_offered", "trial_already_had", "lease_already_exists", "invoice_already_open"],
  },
  {
    method: "POST",
    path: "/merchant/leases/:id/renewal",
    caller: "member",
    permission: "rent.pay",
    summary: "Invoice a further term (K9)",
    description: "In time it follows the paid one; after the end, paying reopens the shop as it was. Another plan takes its turn when the paid time is over.",
    body: RenewBody,
    status: 201,
    answer: invoiceAndLease,
    errors: [
      "lease_not_found", "shop_closed", "merchant_not_verified", "plan_not_found", "term_not_offered", "lease_already_exists", "invoice_already_open", "coupon_not_valid", "coupon_used_up",
    ],
  },
  {
    method: "POST",
    path: "/merchant/leases/:id/next-term",
    caller: "member",
    permission: "rent.pay",
    summary: "Plan another plan or term from the end of the paid time on (K15)",
    description: "A downgrade costs nothing now: the renewal goes by it. Planned anew as often as one likes.",
    body: NextTermBody,
    status: 200,
    answer: one,
    errors: ["lease_not_found", "lease_not_running", "plan_not_found", "term_not_offered"],
  },
  {
    method: "DELETE",
    path: "/merchant/leases/:id/next-term",
    caller: "member",
    permission: "rent.pay",
    summary: "Take back what was planned for the end of the paid time, leaving too",
    status: 200,
    answer: one,
    errors: ["lease_not_found", "lease_not_running"],
  },
  {
    method: "POST",
    path: "/merchant/leases/:id/departure",
    caller: "member",
    permission: "rent.pay",
    summary: "Leave when the paid time is over",
    description: "No reminder and no grace: the shop closes with its paid time. Renewing, or taking it back, keeps it.",
    status: 200,
    answer: one,
    errors: ["lease_not_found", "lease_not_running"],
  },
  {
    method: "POST",
    path: "/merchant/leases/:id/ending",
    caller: "member",
    permission: "merchant.manage",
    summary: "End a lease now, as far as nothing was paid for it (O9)",
    description: "A trial, a term that a coupon covered, or grace: the shop closes at once, or with the last term that was paid for. Paid time is given back by the marketplace's credit note.",
    status: 200,
    answer: one,
    errors: ["lease_not_found", "lease_not_running", "lease_was_paid"],
  },
  {
    method: "POST",
    path: "/merchant/leases/:id/auto-renewal",
    caller: "member",
    permission: "rent.pay_from_balance",
    summary: "Let a lease be renewed from my balance, or not",
    description: "Shortly before the end it is renewed by what was planned, else as it is. A balance that does not hold it leaves everything as it was, and the merchant is told. While a merchant leaves nothing is renewed.",
    body: AutoRenewBody,
    status: 200,
    answer: one,
    errors: ["lease_not_found", "lease_not_running", "merchant_leaving"],
  },
]
