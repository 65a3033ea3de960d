import type { Invoice } from "../../../modules/rental/reads"
import { escaped, invoicePage, type Printed } from "./page"

const invoice: Invoice = {
  id: "rinv_1", fiscal_year: 1405, sequence: 42, lease_id: "lease_1", shop_id: "shop_1", merchant_id: "mer_1", plan_version_id: "planv_1",
  purpose: "upgrade", state: "paid", term_months: 3, currency: "irr", price_minor: 71_100_000, discount_minor: 1_100_000, credit_minor: 5_000_000,
  net_minor: 65_000_000, tax_minor: 6_500_000, total_minor: 71_500_000, issued_at: "2026-11-21T05:30:00.000Z", payable_until: null,
  paid_at: "2026-11-21T20:30:00.000Z", paid_by: "balance", payment_collection_id: null, provider_id: null, payment_id: null,
  buyer: { name: "Leila Karimi", identifier: "0076229645", address: "Tehran, Enqelab 1" }, policy_version: 1,
}
const printed: Printed = { invoice, notes: [], seller: { name: "Pasaj", identifier: "10320894878", address: null }, plan: "مغازه", shop: "Stall", zone: "Asia/Tehran" }

describe("an invoice's page", () => {
  const page = invoicePage(printed)

  test.each([
    ["dir=\"rtl\"",           "Persian is read from right to left"],
    ["1405-000042",            "its number"],
    ["1405-08-30",             "the day by the Jalali calendar"],
    ["1405-09-01",             "paid after midnight in Tehran"],
    ["10320894878",            "who issues it"],
    ["0076229645",             "who pays it"],
    ["71,100,000 IRR",         "the price"],
    ["-1,100,000 IRR",         "the coupon"],
    ["-5,000,000 IRR",         "the unused days"],
    ["6,500,000 IRR",          "the tax"],
    ["71,500,000 IRR",         "the total"],
    ["Merchant balance",       "how it was paid"],
  ])("says %s (%s)", (text) => expect(page).toContain(text))

  test("shows a credit note with its own number", () => {
    const note = {
      id: "rcn_1", fiscal_year: 1405, sequence: 7, invoice_id: "rinv_1", lease_id: "lease_1", merchant_id: "mer_1", kind: "unused" as const, currency: "irr",
      net_minor: 100, tax_minor: 10, total_minor: 110, reason: "the shop moved", issued_at: "2026-12-01T00:00:00.000Z",
    }
    expect(invoicePage({ ...printed, notes: [note] })).toMatch(/CN-1405-000007[\s\S]*the shop moved[\s\S]*-110 IRR/)
  })

  test("takes what people typed as text, never as markup", () => {
    const wild = "<script>alert('x')</script>&\""
    expect(escaped(wild)).toBe("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;")
    const hostile = invoicePage({ ...printed, shop: wild, plan: wild, seller: { name: wild, identifier: wild, address: wild }, invoice: { ...invoice, buyer: { name: wild, identifier: wild, address: wild } } })
    expect(hostile).not.toContain("<script")
  })
})
