import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { ErrorCode } from "../../../domain/errors"
import { invoiceNumber } from "../../../domain/rent-policy"
import { PASAJ_RENTAL } from "../index"
import { draftPlan } from "../plan-drafts"
import type RentalModuleService from "../service"
import { basic, grand, invoice, lease, moment, payment, refusal, rentalModule, rented, request, STORY } from "./arrange"

jest.setTimeout(60_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = <Row = Record<string, unknown>>(text: string): Promise<Row[]> => MikroOrmWrapper.getManager().execute(text)
    const journals = () => sql<{ key: string }>("select key from ledger_journal order by key")
    const numbers = async () =>
      (await sql<{ fiscal_year: number; sequence: number }>("select fiscal_year, sequence from rent_invoice order by 1, 2"))
        .map((row) => invoiceNumber(row.fiscal_year, row.sequence))

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
    })

    test("K8 a lease is taken with its invoice: net, tax, total, and nothing of any sale", async () => {
      const { lease_id, invoice_id } = await service.takeLease(request(1), moment(STORY))
      expect(await lease(service, lease_id)).toMatchObject({ shop_id: "shop_1", state: "awaiting_payment", ends_on: null, periods: [], open_invoice_id: invoice_id })
      expect(await invoice(service, invoice_id)).toMatchObject({
        fiscal_year: 1405, sequence: 1, purpose: "start", state: "open", term_months: 1,
        net_minor: 5_000_000, tax_minor: 500_000, total_minor: 5_500_000, currency: "irr", paid_at: null,
      })
    })

    test.each<[string, number, ErrorCode, string]>([
      ["gold",  1, "plan_not_found",   "no such plan"],
      ["grand", 1, "plan_not_found",   "it is only drafted"],
      ["basic", 3, "term_not_offered", "no such term"],
    ])("plan %s for %i months is refused: %s (%s)", async (plan, term, code) => {
      await service.within((manager) => draftPlan(manager, grand))
      expect(await refusal(service.takeLease(request(1, plan, term), moment(STORY)), code)).toBe(true)
      expect(await sql("select id from shop_lease")).toEqual([])
    })

    test("a second lease on one shop is refused, also when eight try at once, and leaves no gap in the numbers", async () => {
      const tried = await Promise.allSettled(Array.from({ length: 8 }, () => service.takeLease(request(1), moment(STORY))))
      expect(tried.filter((each) => each.status === "fulfilled")).toHaveLength(1)
      expect(await refusal(service.takeLease(request(1), moment(STORY)), "lease_already_exists")).toBe(true)
      await service.takeLease(request(2), moment(STORY))
      expect(await numbers()).toEqual(["1405-000001", "1405-000002"])
    })

    test("twenty invoices at once are numbered without a gap, and a new fiscal year begins with one", async () => {
      const wishes = Array.from({ length: 20 }, (_, shop) => service.takeLease(request(shop, shop % 4 === 3 ? "unknown" : "basic"), moment(STORY)))
      const refused = (await Promise.allSettled(wishes)).filter((each) => each.status === "rejected")
      expect(refused).toHaveLength(5)
      await service.takeLease(request(99), moment("2027-03-20T20:29:59.999Z"))
      await service.takeLease(request(100), moment("2027-03-20T20:30:00.000Z"))
      expect(await numbers()).toEqual([...Array.from({ length: 16 }, (_, index) => invoiceNumber(1405, index + 1)), "1406-000001"])
    })

    test("K9 paid, the lease is active, its period runs and the rent is in the ledger", async () => {
      const { lease_id, invoice_id } = await rented(service, 1)
      expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2026-12-21", changes: 1 })
      expect((await lease(service, lease_id)).periods).toMatchObject([{ invoice_id, starts_on: "2026-11-21", ends_on: "2026-12-21", price_minor: 5_000_000 }])
      expect(await invoice(service, invoice_id)).toMatchObject({ state: "paid", provider_id: "pp_system_default", paid_at: STORY })
      expect(await journals()).toEqual([{ key: `rent:${invoice_id}:paid` }])
      expect(await sql("select machine, event, from_state, to_state from rental_history order by id")).toEqual([
        { machine: "lease", event: "pay", from_state: "awaiting_payment", to_state: "active" },
        { machine: "invoice", event: "pay", from_state: "open", to_state: "paid" },
      ])
    })

    test("paid by eight at once, there is one period and one journal, and all are answered the same", async () => {
      const { lease_id, invoice_id } = await service.takeLease(request(1), moment(STORY))
      const answers = await Promise.all(Array.from({ length: 8 }, () => service.payInvoice(payment(invoice_id), moment(STORY))))
      expect(new Set(answers)).toEqual(new Set([lease_id]))
      expect((await lease(service, lease_id)).periods).toHaveLength(1)
      expect(await journals()).toHaveLength(1)
      expect((await lease(service, lease_id)).changes).toBe(1)
    })

    test.each([
      [5_499_999, "irr", "a rial short"],
      [5_500_001, "irr", "a rial too much"],
      [5_000_000, "irr", "without the tax"],
      [5_500_000, "usd", "another currency"],
    ])("%i %s for an invoice of 5,500,000 irr is refused (%s)", async (minor, currency) => {
      const { invoice_id } = await service.takeLease(request(1), moment(STORY))
      expect(await refusal(service.payInvoice(payment(invoice_id, minor, currency), moment(STORY)), "payment_amount_wrong")).toBe(true)
      expect((await invoice(service, invoice_id)).state).toBe("open")
      expect(await journals()).toEqual([])
    })

    test("an unknown invoice is refused", async () => {
      expect(await refusal(service.payInvoice(payment("rinv_0"), moment(STORY)), "invoice_not_found")).toBe(true)
    })

    test("K9 renewed in time, a period is appended where the running one ends", async () => {
      const { lease_id } = await rented(service, 1)
      const renewal = await service.renewLease(lease_id, { plan: "basic", term_months: 12 }, moment("2026-12-10T08:00:00.000Z"))
      await service.payInvoice(payment(renewal, 52_800_000), moment("2026-12-10T08:00:00.000Z"))
      const periods = (await lease(service, lease_id)).periods
      expect(periods.map((each) => [each.starts_on, each.ends_on])).toEqual([["2026-11-21", "2026-12-21"], ["2026-12-21", "2027-12-21"]])
    })

    test("one unpaid invoice at a time, also when a renewal is asked for eight times at once", async () => {
      const { lease_id } = await rented(service, 1)
      const tried = await Promise.allSettled(Array.from({ length: 8 }, () => service.renewLease(lease_id, { plan: "basic", term_months: 1 }, moment(STORY))))
      expect(tried.filter((each) => each.status === "fulfilled")).toHaveLength(1)
      expect(await refusal(service.renewLease(lease_id, { plan: "basic", term_months: 1 }, moment(STORY)), "invoice_already_open")).toBe(true)
      expect(await refusal(service.renewLease("lease_0", { plan: "basic", term_months: 1 }, moment(STORY)), "lease_not_found")).toBe(true)
    })

    test("the payment collection is noted once: of eight who start at once all get the first one's", async () => {
      const { invoice_id } = await service.takeLease(request(1), moment(STORY))
      const noted = await Promise.all(Array.from({ length: 8 }, (_, index) => service.startPayment(invoice_id, `pay_col_${index}`)))
      expect(new Set(noted).size).toBe(1)
      await service.payInvoice(payment(invoice_id), moment(STORY))
      expect(await service.startPayment(invoice_id, "pay_col_9")).toBeNull()
      expect(await sql("select look_at from rent_invoice")).toEqual([{ look_at: null }])
    })

    test("a payment that was not finished is looked at by one, and ever more rarely", async () => {
      const { invoice_id } = await service.takeLease(request(1), moment(STORY))
      await service.startPayment(invoice_id, "pay_col_1")
      expect(await service.claimLooks(10)).toEqual([])
      await sql("update rent_invoice set payment_started_at = now() - interval '3 hours', look_at = now()")
      const claims = await Promise.all(Array.from({ length: 4 }, () => service.claimLooks(10)))
      expect(claims.flat()).toEqual([{ invoice_id, payment_collection_id: "pay_col_1" }])
      expect(await sql("select round(extract(epoch from look_at - now()) / 3600)::int as hours from rent_invoice")).toEqual([{ hours: 3 }])
    })

    test.each([
      ["update rent_invoice set net_minor = 1, price_minor = 1, total_minor = 500001", "an invoice says what it said"],
      ["update rent_invoice set sequence = 7",                                         "under its number"],
      ["delete from rent_invoice where id not in (select invoice_id from lease_period)", "for ever"],
      ["update lease_period set price_minor = 1",                                      "a period costs what was paid"],
      ["update lease_period set ends_on = ends_on + 1",                                "and ends when it ends"],
      ["update lease_period set credited_minor = 5",                                   "nothing is credited of a period not cut"],
      ["update rental_history set actor_id = 'me'",                                    "history is written once"],
    ])("the database refuses: %s (%s)", async (text) => {
      await rented(service, 1)
      await service.takeLease(request(2), moment(STORY))
      await expect(sql(text)).rejects.toThrow()
    })
  },
})
