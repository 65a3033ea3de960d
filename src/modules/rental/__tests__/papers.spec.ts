import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { Day } from "../../../domain/calendar"
import type { ErrorCode } from "../../../domain/errors"
import { createCoupon } from "../coupons"
import { creditInvoice, creditNotesOf, voidInvoice } from "../credit-notes"
import { endFreeLease } from "../ending"
import { PASAJ_RENTAL } from "../index"
import { forgetBuyers } from "../invoices"
import { startTrial } from "../leases"
import { giveDaysBack } from "../lost-days"
import type RentalModuleService from "../service"
import { basic, grand, invoice, LATER, lease, moment, operator, payment, refusal, rentalModule, rented, request, STORY, zone } from "./arrange"

jest.setTimeout(180_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = <Row = Record<string, unknown>>(text: string, params: unknown[] = []): Promise<Row[]> => MikroOrmWrapper.getManager().execute(text, params)
    const balance = async (name: string) =>
      Number((await sql<{ minor: string }>(
        "select coalesce(sum(case when to_account = ? then amount else -amount end), 0) as minor from ledger_posting where ? in (from_account, to_account)",
        [name, name],
      ))[0]?.minor)
    const pay = async (invoiceId: string, at: string) => service.payInvoice(payment(invoiceId, (await invoice(service, invoiceId)).total_minor), moment(at))
    const earnAll = async (through: Day) => {
      for (let day = await service.earnDay("irr", through, zone); day; day = await service.earnDay("irr", through, zone)) continue
    }

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
      await service.publishPlan(grand, STORY)
    })

    describe("a coupon", () => {
      const coupon = (more: Record<string, unknown>) => service.within((manager) => createCoupon(manager, {
        code: "nowruz", basis_points: 5_000, amount_minor: null, currency: null, plans: null, valid_from: STORY, valid_until: null, most_uses: null, most_uses_each: null, ...more,
      }, operator))
      const takeWith = (shop: number, code = "NOWRUZ") => service.takeLease({ ...request(shop), coupon: code }, moment(STORY))

      test("is used no more often than it may, also by eight at once; a withdrawn invoice frees it", async () => {
        await coupon({ most_uses: 3 })
        const tried = await Promise.allSettled(Array.from({ length: 8 }, (_, shop) => takeWith(shop)))
        const taken = tried.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []))
        expect(taken).toHaveLength(3)
        expect(await invoice(service, taken[0]?.invoice_id ?? "")).toMatchObject({ discount_minor: 2_500_000, net_minor: 2_500_000, tax_minor: 250_000 })
        expect(await refusal(takeWith(20), "coupon_used_up")).toBe(true)
        await service.within((manager) => voidInvoice(manager, taken[0]?.invoice_id ?? "", { reason: "withdrawn", actor: operator }, moment(STORY)))
        await takeWith(20)
      })

      test("that covers all of it leaves nothing to pay: the lease is active at once, and no journal says nothing", async () => {
        await coupon({ basis_points: 10_000, most_uses_each: 1 })
        const { lease_id, invoice_id } = await takeWith(1)
        expect(await invoice(service, invoice_id)).toMatchObject({ state: "paid", paid_by: "credit", total_minor: 0 })
        expect((await lease(service, lease_id)).state).toBe("active")
        expect(await sql("select key from ledger_journal")).toEqual([])
      })

      test.each<[Record<string, unknown>, ErrorCode, string]>([
        [{ plans: ["grand"] },                                                 "coupon_not_valid", "for another plan"],
        [{ valid_from: LATER },                                                "coupon_not_valid", "not yet"],
        [{ valid_from: "2026-01-01T00:00:00.000Z", valid_until: STORY },       "coupon_not_valid", "no longer"],
        [{ basis_points: null, amount_minor: 5, currency: "eur" },             "coupon_not_valid", "of another currency"],
      ])("with %j is refused: %s (%s)", async (terms, code) => {
        await coupon(terms)
        expect(await refusal(takeWith(1), code)).toBe(true)
        expect(await refusal(takeWith(1, "OTHER"), "coupon_not_valid")).toBe(true)
        expect(await refusal(coupon({}), "coupon_exists")).toBe(true)
        expect(await sql("select count(*)::int as count from shop_lease")).toEqual([{ count: 0 }])
      })
    })

    describe("a credit note", () => {
      const credit = (id: string, at: string) => service.within((manager) => creditInvoice(manager, id, { reason: "the shop moved", actor: operator }, moment(at)))
      const withdraw = (id: string) => service.within((manager) => voidInvoice(manager, id, { reason: "withdrawn", actor: operator }, moment(STORY)))

      test("gives back what was not used, with its tax, ends the lease, and once", async () => {
        const { lease_id, invoice_id } = await rented(service, 1)
        await earnAll("2026-11-30")
        const tried = await Promise.allSettled(Array.from({ length: 4 }, () => credit(invoice_id, LATER)))
        expect(tried.filter((each) => each.status === "fulfilled")).toHaveLength(1)
        expect(await refusal(credit(invoice_id, LATER), "nothing_to_credit")).toBe(true)
        expect(await service.reading((manager) => creditNotesOf(manager, [invoice_id]))).toMatchObject([{ fiscal_year: 1405, sequence: 1, kind: "unused", net_minor: 3_333_333, tax_minor: 333_333 }])
        expect(await balance("merchant:mer_1:payable")).toBe(3_666_666)
        expect(await lease(service, lease_id)).toMatchObject({ state: "ended", ends_on: "2026-12-01" })
        await earnAll("2027-01-01")
        expect(await balance("platform:rent_deferred")).toBe(0)
        expect(await balance("platform:rent_earned")).toBe(5_000_000 - 3_333_333)
      })

      test("of a term that has not begun leaves the lease as it was; one with a later term is refused", async () => {
        const { lease_id, invoice_id } = await rented(service, 1)
        const second = await service.renewLease(lease_id, { plan: "basic", term_months: 1 }, moment(STORY))
        expect(await refusal(credit(second, STORY), "invoice_not_paid")).toBe(true)
        await pay(second, STORY)
        expect(await refusal(credit(invoice_id, LATER), "later_term_paid")).toBe(true)
        await credit(second, LATER)
        expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2026-12-21" })
      })

      test("numbers are of their own series and without a gap, also with refusals and many at once", async () => {
        const open = await Promise.all(Array.from({ length: 6 }, (_, shop) => service.takeLease(request(shop), moment(STORY))))
        const { invoice_id: paid } = await rented(service, 7)
        await Promise.allSettled([...open.map((each) => withdraw(each.invoice_id)), withdraw(paid), ...open.map((each) => withdraw(each.invoice_id))])
        expect(await sql("select count(*)::int as count, max(sequence) as last from rent_credit_note")).toEqual([{ count: 6, last: 6 }])
        expect(await sql("select count(*)::int as count from rent_invoice where state = 'void'")).toEqual([{ count: 6 }])
        expect(await refusal(withdraw(paid), "invoice_already_paid")).toBe(true)
        await service.takeLease(request(1), moment(STORY))
      })
    })

    test("O9 the name on an invoice may be forgotten, and never become another", async () => {
      const buyer = { name: "Leila Karimi", identifier: null, address: null }
      const { invoice_id } = await service.takeLease(request(1), moment(STORY), { buyer })
      expect(await invoice(service, invoice_id)).toMatchObject({ buyer })
      await expect(sql("update rent_invoice set buyer = '{}'")).rejects.toThrow()
      await service.within((manager) => forgetBuyers(manager, ["mer_1"]))
      expect(await invoice(service, invoice_id)).toMatchObject({ buyer: null, total_minor: 5_500_000 })
    })

    describe("a lease for which nothing was paid", () => {
      const end = (id: string, at = STORY) => service.within((manager) => endFreeLease(manager, id, { reason: "we sell elsewhere", actor: operator }, moment(at)))

      test("O9 as a trial it ends now, and once; one that was paid for does not", async () => {
        const trial = await service.within((manager) => startTrial(manager, { shop_id: "shop_1", merchant_id: "mer_1", plan: "grand" }, moment(STORY)))
        const tried = await Promise.allSettled(Array.from({ length: 4 }, () => end(trial, "2026-11-25T05:30:00.000Z")))
        expect(tried.filter((each) => each.status === "fulfilled")).toHaveLength(1)
        expect(await lease(service, trial)).toMatchObject({ state: "ended", ends_on: "2026-11-25", auto_renew: false })
        expect(await sql("select due_at, remind_at, renew_at from shop_lease")).toEqual([{ due_at: null, remind_at: null, renew_at: null }])
        const { lease_id } = await rented(service, 2)
        expect(await refusal(end(lease_id), "lease_was_paid")).toBe(true)
        await service.endDue(moment("2026-12-20T20:30:00.000Z"), 10)
        await end(lease_id, "2026-12-21T05:30:00.000Z")
        expect((await lease(service, lease_id)).state).toBe("ended")
      })
    })

    describe("lost days", () => {
      const giveBack = (id: string, reference: string, at: string) => service.within((manager) => giveDaysBack(manager, id, { days: 5, reason: "the suspension was wrong", reference }, operator, moment(at)))

      test("are given back once for each reference, and no rial is earned twice", async () => {
        const { lease_id } = await rented(service, 1)
        await earnAll("2026-11-30")
        expect(await Promise.all(Array.from({ length: 4 }, () => giveBack(lease_id, "dec_1", LATER)))).toEqual(expect.arrayContaining([true, false]))
        expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2026-12-26", closes_at: "2027-01-01T20:30:00.000Z" })
        await earnAll("2027-03-01")
        expect(await balance("platform:rent_earned")).toBe(5_000_000)
        expect(await balance("platform:rent_deferred")).toBe(0)
      })

      test("of a lease that was taken and withdrawn unpaid there are none", async () => {
        const { lease_id, invoice_id } = await service.takeLease(request(1), moment(STORY))
        await service.within((manager) => voidInvoice(manager, invoice_id, { reason: "withdrawn", actor: operator }, moment(STORY)))
        expect(await refusal(giveBack(lease_id, "dec_1", LATER), "wrong_state")).toBe(true)
        expect(await sql("select id from lease_lost_days")).toEqual([])
      })

      test("open an ended lease again, unless the shop has another by now", async () => {
        const { lease_id } = await rented(service, 1)
        await service.endDue(moment("2027-02-01T00:00:00.000Z"), 10)
        await service.endDue(moment("2027-02-01T00:00:00.000Z"), 10)
        await giveBack(lease_id, "dec_1", "2027-02-01T00:00:00.000Z")
        expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2027-02-06" })
        await sql("update shop_lease set due_at = '2027-02-01'")
        for (const at of ["2027-03-01T00:00:00.000Z", "2027-03-01T00:00:00.000Z"]) await service.endDue(moment(at), 10)
        await service.takeLease(request(1), moment("2027-03-01T00:00:00.000Z"))
        expect(await refusal(giveBack(lease_id, "dec_2", "2027-03-01T00:00:00.000Z"), "lease_already_exists")).toBe(true)
      })
    })
  },
})
