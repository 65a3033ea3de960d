import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { addDays, type Day } from "../../../domain/calendar"
import type { ErrorCode } from "../../../domain/errors"
import { money } from "../../../domain/money"
import { voidInvoice } from "../credit-notes"
import { PASAJ_RENTAL } from "../index"
import { planEnd, setAutoRenew, startTrial, type Plan } from "../leases"
import { settleInvoice } from "../payments"
import { publishRentPolicy } from "../policy"
import { quote, takeQuote, type QuoteRequest } from "../quotes"
import { takeRentReminders } from "../reminders"
import { renewMany } from "../renew-many"
import { noteRenewalRefused, renewFromBalance } from "../renewals"
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
    const wish = (shop: number, purpose: QuoteRequest["purpose"], plan = "basic", term_months = 1, coupon: string | null = null): QuoteRequest =>
      ({ shop_id: `shop_${shop}`, merchant_id: `mer_${shop}`, purpose, plan, term_months, coupon })
    const ask = (request: QuoteRequest, at: string) => service.within((manager) => quote(manager, request, moment(at)))
    const take = (id: string, at: string) => service.within((manager) => takeQuote(manager, id, moment(at), null))
    const pay = async (invoiceId: string, at: string) => service.payInvoice(payment(invoiceId, (await invoice(service, invoiceId)).total_minor), moment(at))
    const earnAll = async (through: Day) => {
      for (let day = await service.earnDay("irr", through, zone); day; day = await service.earnDay("irr", through, zone)) continue
    }
    const give = (merchant: string, minor: number) =>
      sql("select ledger_post_one(?, 'parcel_released', 'goods sold', false, 'platform:order_income/irr', ?, ?, now())", [`gift:${merchant}:${minor}`, `merchant:${merchant}:payable/irr`, minor])
    const plan = (id: string, end: Plan, at: string) => service.within((manager) => planEnd(manager, id, end, moment(at)))

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
      await service.publishPlan(grand, STORY)
    })

    describe("a quote", () => {
      test("K15 is what is charged, to the rial and to the day: for a start, a renewal and an upgrade", async () => {
        for (const [purpose, name, at] of [["start", "basic", STORY], ["renew", "basic", LATER], ["upgrade", "grand", LATER]] as const) {
          const quoted = await ask(wish(1, purpose, name), at)
          const { invoice_id, lease_id } = await take(quoted.id, at)
          expect(await invoice(service, invoice_id)).toMatchObject({
            price_minor: quoted.figures.price_minor, credit_minor: quoted.figures.credit_minor, net_minor: quoted.figures.net_minor, total_minor: quoted.figures.total_minor,
          })
          await pay(invoice_id, at)
          const period = (await lease(service, lease_id)).periods.find((each) => each.invoice_id === invoice_id && each.cut_on === null)
          expect(period).toMatchObject({ starts_on: quoted.figures.starts_on, ends_on: quoted.figures.ends_on, price_minor: quoted.figures.net_minor + quoted.figures.credit_minor + quoted.figures.excess_minor })
        }
      })

      test("taken again answers the same invoice, also eight times at once", async () => {
        const { id } = await ask(wish(1, "start"), STORY)
        const taken = await Promise.all(Array.from({ length: 8 }, () => take(id, STORY)))
        expect(new Set(taken.map((each) => each.invoice_id)).size).toBe(1)
        expect(await sql("select count(*)::int as count from rent_invoice")).toEqual([{ count: 1 }])
      })

      test("expired is refused, and so is one whose price has changed since", async () => {
        const { id, expires_at } = await ask(wish(1, "start"), STORY)
        expect(expires_at).toBe("2026-11-21T06:30:00.000Z")
        expect(await refusal(take(id, "2026-11-21T06:30:00.000Z"), "quote_expired")).toBe(true)
        await service.publishPlan({ ...basic, prices: [{ term_months: 1, price_minor: 6_000_000 }] }, STORY)
        expect(await refusal(take(id, STORY), "quote_stale")).toBe(true)
        expect(await sql("select count(*)::int as count from shop_lease")).toEqual([{ count: 0 }])
      })

      test.each<[QuoteRequest["purpose"], string, number, ErrorCode, string]>([
        ["start",   "basic", 1, "lease_already_exists", "it has one"],
        ["renew",   "basic", 2, "term_not_offered",     "no such term"],
        ["renew",   "gold",  1, "plan_not_found",       "no such plan"],
        ["upgrade", "basic", 1, "not_an_upgrade",       "it is what it has"],
      ])("to %s with %s for %i months is refused: %s (%s)", async (purpose, name, term, code) => {
        await rented(service, 1)
        expect(await refusal(ask(wish(1, purpose, name, term), STORY), code)).toBe(true)
        expect(await refusal(ask(wish(2, "renew"), STORY), "lease_not_running")).toBe(true)
      })
    })

    describe("an upgrade", () => {
      test("K15 credits the unused days of what was really paid, rounded down, and moves no rial twice", async () => {
        const { lease_id } = await rented(service, 1)
        const quoted = await ask(wish(1, "upgrade", "grand"), LATER)
        // 20 of 30 days of 5,000,000.
        expect(quoted.figures).toMatchObject({ price_minor: 12_000_000, credit_minor: 3_333_333, net_minor: 8_666_667, tax_minor: 866_666, starts_on: "2026-12-01" })
        const { invoice_id } = await take(quoted.id, LATER)
        await pay(invoice_id, LATER)
        expect((await lease(service, lease_id)).periods).toMatchObject([{ cut_on: "2026-12-01" }, { cut_on: null, price_minor: 12_000_000 }])
        await earnAll("2027-03-01")
        expect(await balance("platform:rent_deferred")).toBe(0)
        expect(await balance("platform:rent_earned")).toBe(5_000_000 + 8_666_667)
      })

      test("K15 whose credit is above the price costs nothing, is paid at once and lasts longer", async () => {
        const { lease_id } = await rented(service, 1, STORY, 52_800_000, "basic", 12)
        const quoted = await ask(wish(1, "upgrade", "grand"), LATER)
        expect(quoted.figures).toMatchObject({ credit_minor: 12_000_000, net_minor: 0, total_minor: 0 })
        const { invoice_id } = await take(quoted.id, LATER)
        expect(await invoice(service, invoice_id)).toMatchObject({ state: "paid", paid_by: "credit" })
        expect((await lease(service, lease_id)).ends_on).toBe(quoted.figures.ends_on)
        expect(quoted.figures.ends_on > "2027-02-28").toBe(true)
        await earnAll("2028-03-01")
        expect(await balance("platform:rent_deferred")).toBe(0)
        expect(await balance("platform:rent_earned")).toBe(48_000_000)
      })

      test("is payable on its day, and paid by a provider a moment after midnight it lasts as long as the money left buys", async () => {
        const { lease_id } = await rented(service, 1)
        const quoted = await ask(wish(1, "upgrade", "grand"), LATER)
        const { invoice_id } = await take(quoted.id, LATER)
        expect((await invoice(service, invoice_id)).payable_until).toBe("2026-12-01T20:30:00.000Z")
        await earnAll("2026-12-01")
        await pay(invoice_id, "2026-12-01T20:30:01.000Z")
        expect((await lease(service, lease_id)).ends_on).toBe(quoted.figures.ends_on)
        await earnAll("2027-03-01")
        expect(await balance("platform:rent_deferred")).toBe(0)
      })
    })

    describe("the end of a term", () => {
      test("K15 a downgrade waits for it, and takes its turn on its first day", async () => {
        const taken = await service.takeLease(request(1, "grand"), moment(STORY))
        await pay(taken.invoice_id, STORY)
        await plan(taken.lease_id, { leaving: false, plan: "basic", term_months: 1 }, LATER)
        expect(await lease(service, taken.lease_id)).toMatchObject({ planned_plan: "basic", planned_term: 1 })
        await give("mer_1", 5_500_000)
        await service.within((manager) => setAutoRenew(manager, taken.lease_id, true, moment(LATER)))
        expect(await service.within((manager) => renewFromBalance(manager, taken.lease_id, moment("2026-12-19T20:29:59.999Z"), null))).toBeNull()
        expect(await service.within((manager) => renewFromBalance(manager, taken.lease_id, moment("2026-12-19T20:30:00.000Z"), null))).toMatchObject({ running: true, shop_id: "shop_1" })
        const [before] = await service.plansOnOffer(STORY)
        expect((await lease(service, taken.lease_id)).plan_version_id).not.toBe(before?.id)
        const { changes } = await lease(service, taken.lease_id)
        expect(await service.endDue(moment("2026-12-20T20:30:00.000Z"), 10)).toBe(1)
        expect(await lease(service, taken.lease_id)).toMatchObject({ state: "active", plan_version_id: before?.id, planned_plan: null, changes: changes + 1 })
        expect(await service.endDue(moment("2026-12-20T20:30:00.000Z"), 10)).toBe(0)
      })

      test("leaving ends with the paid time, without grace and without a reminder; taken back, nothing of it is left", async () => {
        const { lease_id } = await rented(service, 1)
        await plan(lease_id, { leaving: true }, LATER)
        expect(await lease(service, lease_id)).toMatchObject({ leaving: true, closes_at: "2026-12-20T20:30:00.000Z" })
        await plan(lease_id, null, LATER)
        expect(await lease(service, lease_id)).toMatchObject({ leaving: false, closes_at: "2026-12-27T20:30:00.000Z" })
        await plan(lease_id, { leaving: true }, LATER)
        expect(await service.within((manager) => takeRentReminders(manager, moment("2026-12-20T00:00:00.000Z"), 10))).toEqual([])
        await service.endDue(moment("2026-12-20T20:30:00.000Z"), 10)
        expect((await lease(service, lease_id)).state).toBe("ended")
        expect(await refusal(plan(lease_id, null, LATER), "lease_not_running")).toBe(true)
      })

      test("K9 a merchant is reminded on the days the policy names; after a stop once, of how it stands", async () => {
        await rented(service, 1)
        const reminders = (at: string) => service.within((manager) => takeRentReminders(manager, moment(at), 10))
        expect(await reminders("2026-12-06T20:29:59.999Z")).toEqual([])
        const both = await Promise.all([reminders("2026-12-06T20:30:00.000Z"), reminders("2026-12-06T20:30:00.000Z")])
        expect(both.flat()).toMatchObject([{ shop_id: "shop_1", ends_on: "2026-12-21", days_left: 14 }])
        await rented(service, 2)
        expect(await reminders("2026-12-19T00:00:00.000Z")).toMatchObject([{ days_left: 2 }, { days_left: 2 }])
        expect(await reminders("2026-12-19T00:00:00.000Z")).toEqual([])
      })

      test("a renewal from a balance that does not hold it leaves everything as it was, and is tried again the next day", async () => {
        const { lease_id } = await rented(service, 1)
        await service.within((manager) => setAutoRenew(manager, lease_id, true, moment(STORY)))
        await give("mer_1", 5_499_999)
        const at = "2026-12-19T20:30:00.000Z"
        expect(await refusal(service.within((manager) => renewFromBalance(manager, lease_id, moment(at), null)), "account_overdrawn")).toBe(true)
        expect(await sql("select count(*)::int as count from rent_invoice")).toEqual([{ count: 1 }])
        await service.within((manager) => noteRenewalRefused(manager, lease_id, "account_overdrawn", moment(at)))
        expect(await service.within((manager) => renewFromBalance(manager, lease_id, moment(at), null))).toBeNull()
        await sql("select ledger_post_one('gift:more', 'parcel_released', 'goods sold', false, 'platform:order_income/irr', 'merchant:mer_1:payable/irr', 1, now())")
        const twice = await Promise.all(Array.from({ length: 4 }, () => service.within((manager) => renewFromBalance(manager, lease_id, moment("2026-12-20T20:30:00.000Z"), null))))
        expect(twice.filter((each) => each !== null)).toHaveLength(1)
        expect(await balance("merchant:mer_1:payable")).toBe(0)
        expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2027-01-20", renewal_refused: null })
      })
    })

    test.each([
      ["a day before their end", "2026-12-19T20:30:00.000Z"],
      ["when they have just run out", "2026-12-20T20:30:00.000Z"],
      ["two days after a stop let them run out", "2026-12-22T20:30:00.000Z"],
    ])("K8 many leases are renewed at once as one would be, %s; those that cannot be are left as they were", async (_when, at) => {
      const taken = await Promise.all([1, 2, 3, 4].map((shop) => rented(service, shop)))
      const ids = taken.map((each) => each.lease_id)
      for (const id of ids) await service.within((manager) => setAutoRenew(manager, id, true, moment(STORY)))
      for (const shop of [1, 2, 4]) await give(`mer_${shop}`, 5_500_000)
      await service.renewLease(ids[3] ?? "", { plan: "basic", term_months: 1 }, moment(STORY))
      const buyers = new Map([1, 2, 3, 4].map((shop) => [`mer_${shop}`, { name: "Leila Karimi", identifier: null, address: null }]))
      const both = await Promise.all([0, 1].map(() => service.within((manager) => renewMany(manager, ids, moment(at), buyers))))
      expect(both.flat().map((each) => each.id).sort()).toEqual([ids[0], ids[1]].sort())
      const one = await rented(service, 5)
      await service.within((manager) => setAutoRenew(manager, one.lease_id, true, moment(STORY)))
      await give("mer_5", 5_500_000)
      await service.within((manager) => renewFromBalance(manager, one.lease_id, moment(at), null))
      const shape = async (id: string) => {
        const { id: _, shop_id: __, merchant_id: ___, periods, ...rest } = await lease(service, id)
        return { ...rest, periods: periods.map(({ starts_on, ends_on, price_minor }) => ({ starts_on, ends_on, price_minor })) }
      }
      expect(await shape(ids[0] ?? "")).toEqual(await shape(one.lease_id))
      expect([await balance("merchant:mer_1:payable"), await balance("merchant:mer_3:payable"), await balance("merchant:mer_4:payable")]).toEqual([0, 0, 5_500_000])
      expect(await sql("select count(*) = max(sequence) as gapless from rent_invoice")).toEqual([{ gapless: true }])
      expect(await sql("select paid_by, buyer->>'name' as name from rent_invoice where purpose = 'renew' and state = 'paid' order by sequence")).toMatchObject([{ paid_by: "balance", name: "Leila Karimi" }, {}, {}])
    })

    describe("a trial", () => {
      const tryIt = (shop: number, merchant: number, name = "grand") => service.within((manager) => startTrial(manager, { shop_id: `shop_${shop}`, merchant_id: `mer_${merchant}`, plan: name }, moment(STORY)))

      test("is for a merchant's first shop, once, also when two shops try at once; paid, its term follows it", async () => {
        const tried = await Promise.allSettled([tryIt(1, 1), tryIt(2, 1), tryIt(3, 1)])
        expect(tried.filter((each) => each.status === "fulfilled")).toHaveLength(1)
        expect(await refusal(tryIt(9, 1), "trial_already_had")).toBe(true)
        expect(await refusal(tryIt(4, 4, "basic"), "trial_not_offered")).toBe(true)
        const [{ id, shop_id }] = await sql<{ id: string; shop_id: string }>("select id, shop_id from shop_lease") as [{ id: string; shop_id: string }]
        expect(await lease(service, id)).toMatchObject({ state: "trial", ends_on: "2026-12-05", trial: true })
        const invoiceId = await service.renewLease(id, { plan: "grand", term_months: 1 }, moment(LATER))
        await pay(invoiceId, LATER)
        expect(await lease(service, id)).toMatchObject({ shop_id, state: "active", ends_on: "2027-01-04" })
      })

      test("is still for whoever took a lease and withdrew it unpaid", async () => {
        const { invoice_id } = await service.takeLease(request(1), moment(STORY))
        await service.within((manager) => voidInvoice(manager, invoice_id, { reason: "withdrawn", actor: operator }, moment(STORY)))
        expect(await lease(service, await tryIt(1, 1))).toMatchObject({ state: "trial" })
      })
    })

    test("K9 weeks after a stop one run catches every lease up, exactly once", async () => {
      for (const shop of [1, 2, 3]) await rented(service, shop)
      const late = "2027-03-01T00:00:00.000Z"
      const run = async () => {
        let all = 0
        for (let moved = await service.endDue(moment(late), 2); moved > 0; moved = await service.endDue(moment(late), 2)) all += moved
        return all
      }
      const [one, two] = await Promise.all([run(), run()])
      expect(one + two).toBe(6)
      expect(await sql("select event, count(*)::int as count from rental_history where machine = 'lease' group by 1 order by 1")).toEqual([
        { event: "end", count: 3 }, { event: "lapse", count: 3 }, { event: "pay", count: 3 },
      ])
      await Promise.all([earnAll("2027-02-28"), earnAll("2027-02-28")])
      expect(await balance("platform:rent_earned")).toBe(15_000_000)
    })

    test("a lease keeps the policy it was paid under; the next payment goes by the new one", async () => {
      const { lease_id } = await rented(service, 1)
      const edition = await service.within((manager) => publishRentPolicy(manager, { grace_days: 0, months: "gregorian", reason: "no more grace" }, operator))
      expect(edition).toMatchObject({ version: 2, grace_days: 0, quote_minutes: 60 })
      expect((await lease(service, lease_id)).closes_at).toBe("2026-12-27T20:30:00.000Z")
      const next = await service.renewLease(lease_id, { plan: "basic", term_months: 1 }, moment(LATER))
      await pay(next, LATER)
      expect(await lease(service, lease_id)).toMatchObject({ months: "jalali", ends_on: "2027-01-20", closes_at: "2027-01-19T20:30:00.000Z" })
      const other = await rented(service, 2)
      expect(await lease(service, other.lease_id)).toMatchObject({ months: "gregorian", ends_on: "2026-12-21" })
      expect((await invoice(service, other.invoice_id)).fiscal_year).toBe(2026)
    })

    test("K8 rent from the balance may not overdraw it, and eight at once pay once", async () => {
      const { invoice_id } = await service.takeLease(request(1), moment(STORY))
      const settle = () => service.within((manager) => settleInvoice(manager, invoice_id, { by: "balance", paid: money(5_500_000, "irr") }, moment(STORY)))
      expect(await refusal(settle(), "account_overdrawn")).toBe(true)
      await give("mer_1", 6_000_000)
      expect(new Set(await Promise.all(Array.from({ length: 8 }, settle))).size).toBe(1)
      expect(await balance("merchant:mer_1:payable")).toBe(500_000)
      expect(addDays("2026-11-21", 30)).toBe((await lease(service, (await invoice(service, invoice_id)).lease_id)).ends_on)
    })
  },
})
