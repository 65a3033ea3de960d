import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { money } from "../../../domain/money"
import { expiredInvoices, nextExpiry, postponeExpiry, voidInvoice } from "../credit-notes"
import { PASAJ_RENTAL } from "../index"
import { confirmPayment, refusePayment, reportPayment } from "../offline-payments"
import { takeProviderMoney, type TakenPayment } from "../provider-money"
import { quote, takeQuote } from "../quotes"
import type RentalModuleService from "../service"
import { basic, grand, invoice, LATER, lease, moment, operator, payment, refusal, rentalModule, rented, request, STORY, zone } from "./arrange"

jest.setTimeout(180_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = <Row = Record<string, unknown>>(text: string, params: unknown[] = []): Promise<Row[]> => MikroOrmWrapper.getManager().execute(text, params)
    const expired = (at: string) => service.reading((manager) => expiredInvoices(manager, at, 10))
    const due = () => service.reading((manager) => nextExpiry(manager))
    /** The midnight that ends the day of an upgrade. */
    const MIDNIGHT = "2026-12-01T20:30:00.000Z"

    /** A month of Basic, and on its tenth day the invoice of an upgrade to Grand: 8,666,667 net. */
    async function anUpgrade(shop = 1): Promise<{ lease_id: string; invoice_id: string }> {
      const { lease_id } = await rented(service, shop)
      const wish = { shop_id: `shop_${shop}`, merchant_id: `mer_${shop}`, purpose: "upgrade", plan: "grand", term_months: 1, coupon: null } as const
      const { id } = await service.within((manager) => quote(manager, wish, moment(LATER)))
      const { invoice_id } = await service.within((manager) => takeQuote(manager, id, moment(LATER), null))
      return { lease_id, invoice_id }
    }

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
      await service.publishPlan(grand, STORY)
    })

    test("an upgrade's invoice expires at midnight, whether or not somebody has tried to pay it", async () => {
      const { invoice_id } = await anUpgrade()
      await service.startPayment(invoice_id, "pay_col_1")
      expect(await expired(LATER)).toEqual([])
      expect([await due(), await expired(MIDNIGHT)]).toEqual([MIDNIGHT, [invoice_id]])
      await service.within((manager) => postponeExpiry(manager, invoice_id, "2026-12-01T21:30:00.000Z"))
      expect([await due(), await expired(MIDNIGHT)]).toEqual(["2026-12-01T21:30:00.000Z", []])
      await service.within((manager) => voidInvoice(manager, invoice_id, { reason: "late", actor: operator }, moment("2026-12-01T21:30:00.000Z")))
      expect([await due(), (await invoice(service, invoice_id)).state]).toEqual([null, "void"])
    })

    describe("a payment at a bank", () => {
      const report = (invoice_id: string, amount_minor: number, at = LATER) =>
        service.within((manager) => reportPayment(manager, invoice_id, { amount_minor, reference: `ref-${invoice_id}`, paid_on: "2026-12-01" }, operator, moment(at)))
      const confirm = (id: string, amount_minor: number, at: string) => service.within((manager) => confirmPayment(manager, id, { bank: "mellat", amount_minor }, operator, moment(at)))
      const withdraw = (id: string, at = LATER) => service.within((manager) => voidInvoice(manager, id, { reason: "withdrawn", actor: operator }, moment(at)))
      const payable = async (merchant: string) =>
        (await sql<{ minor: string }>("select coalesce(sum(balance), 0) as minor from ledger_account where name = ?", [`merchant:${merchant}:payable`]))[0]?.minor

      test("K15 that was reported on the day of an upgrade is looked at the next morning, and pays it", async () => {
        const { lease_id, invoice_id } = await anUpgrade()
        const { total_minor } = await invoice(service, invoice_id)
        const { id } = await report(invoice_id, total_minor)
        expect([await due(), await expired("2026-12-02T05:00:00.000Z"), await refusal(withdraw(invoice_id), "invoice_payment_reported")]).toEqual([null, [], true])
        await confirm(id, total_minor, "2026-12-02T05:30:00.000Z")
        expect(await invoice(service, invoice_id)).toMatchObject({ state: "paid", paid_by: "bank" })
        // A day of the old plan less is left: 166,667 of the 400,000 that a day of the new one costs.
        expect((await lease(service, lease_id)).periods.at(-1)).toMatchObject({ starts_on: "2026-12-02", ends_on: "2026-12-31" })
      })

      test("that has not come leaves an upgrade to expire as it would have", async () => {
        const { invoice_id } = await anUpgrade()
        const { id } = await report(invoice_id, (await invoice(service, invoice_id)).total_minor)
        await service.within((manager) => refusePayment(manager, id, "it has not come", operator, moment("2026-12-02T05:30:00.000Z")))
        expect([await due(), await expired("2026-12-02T05:30:00.000Z")]).toEqual([MIDNIGHT, [invoice_id]])
        await withdraw(invoice_id, "2026-12-02T05:30:00.000Z")
      })

      test("of an invoice that was paid another way meanwhile goes to the balance, once, also confirmed by four at once", async () => {
        const { invoice_id } = await service.takeLease(request(1), moment(STORY))
        const { id } = await report(invoice_id, 5_500_000)
        await service.payInvoice(payment(invoice_id), moment(LATER))
        await Promise.all(Array.from({ length: 4 }, () => confirm(id, 5_500_000, LATER)))
        expect(await payable("mer_1")).toBe("5500000")
        expect(await sql("select state, to_balance from rent_offline_payment")).toEqual([{ state: "confirmed", to_balance: true }])
        expect(await invoice(service, invoice_id)).toMatchObject({ state: "paid", paid_by: "provider" })
      })
    })

    describe("a provider's money", () => {
      const taken = (id: string, minor = 5_500_000) => ({ payment_id: `pay_${id}`, provider_id: "pp_patient", captures: [{ id: `capt_${id}`, amount: money(minor, "irr") }] })
      const take = (invoice_id: string, ...payments: TakenPayment[]) => service.within((manager) => takeProviderMoney(manager, invoice_id, payments, moment(LATER)))
      const keys = async () => (await sql<{ key: string }>("select key from ledger_journal order by id")).map((row) => row.key)

      test("pays an open invoice; what comes beside it goes to the balance, once, also by four at once", async () => {
        const { invoice_id } = await service.takeLease(request(1), moment(STORY))
        expect(await refusal(take(invoice_id), "payment_not_captured")).toBe(true)
        expect(await refusal(take(invoice_id, taken("a", 5)), "payment_amount_wrong")).toBe(true)
        await Promise.all(Array.from({ length: 4 }, () => take(invoice_id, taken("a"), taken("b"))))
        expect(await invoice(service, invoice_id)).toMatchObject({ state: "paid", payment_id: "pay_a" })
        expect(await keys()).toEqual([`rent:${invoice_id}:paid`, "rent:capt_b:surplus"])
      })

      test("that comes for a withdrawn invoice goes to the balance; until it comes it is looked for", async () => {
        const { invoice_id } = await service.takeLease(request(1), moment(STORY))
        await service.startPayment(invoice_id, "pay_col_1")
        await service.within((manager) => voidInvoice(manager, invoice_id, { reason: "withdrawn", actor: operator }, moment(STORY)))
        expect(await sql("select look_at is not null as looked_for from rent_invoice")).toEqual([{ looked_for: true }])
        await take(invoice_id, taken("a"))
        expect(await keys()).toEqual(["rent:capt_a:surplus"])
        expect(await sql("select look_at is not null as looked_for from rent_invoice")).toEqual([{ looked_for: false }])
      })
    })

    test("K15 paid when the old plan has long ended, an upgrade lasts as long as its money buys, and all of it is earned", async () => {
      const { lease_id, invoice_id } = await anUpgrade()
      for (let day = await service.earnDay("irr", "2027-01-04", zone); day; day = await service.earnDay("irr", "2027-01-04", zone)) continue
      await service.payInvoice(payment(invoice_id, (await invoice(service, invoice_id)).total_minor), moment("2027-01-05T05:30:00.000Z"))
      // 8,666,667 of the 12,000,000 that 30 days cost: 21 days, and never one.
      expect((await lease(service, lease_id)).periods.at(-1)).toMatchObject({ starts_on: "2027-01-05", ends_on: "2027-01-26", price_minor: 8_666_667 })
    })
  },
})
