import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { addDays, type Day } from "../../../domain/calendar"
import { money } from "../../../domain/money"
import { earnedOn } from "../../../domain/rent-period"
import { PASAJ_RENTAL } from "../index"
import type RentalModuleService from "../service"
import { basic, lease, moment, payment, refusal, rentalModule, rented, request, STORY, zone } from "./arrange"

jest.setTimeout(120_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = <Row = Record<string, unknown>>(text: string, params: unknown[] = []): Promise<Row[]> => MikroOrmWrapper.getManager().execute(text, params)
    const stateOf = async (id: string) => (await lease(service, id)).state
    const earned = async () => (await sql<{ key: string; minor: string }>(
      `select j.key, sum(p.amount)::text as minor from ledger_journal j join ledger_posting p on p.journal_id = j.id
       where j.kind = 'rent_earned' group by j.id, j.key order by j.id`,
    )).map((row) => [row.key, Number(row.minor)] as const)
    const earnAll = async (through: Day) => {
      const days: Day[] = []
      for (let day = await service.earnDay("irr", through, zone); day; day = await service.earnDay("irr", through, zone)) days.push(day)
      return days
    }

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
    })

    test("K9 a lease lapses into grace when its paid time is over, ends after grace, and reopens when paid", async () => {
      const { lease_id } = await rented(service, 1)
      expect(await service.endDue(moment("2026-12-20T20:29:59.999Z"), 10)).toBe(0)
      expect(await service.endDue(moment("2026-12-20T20:30:00.000Z"), 10)).toBe(1)
      expect(await stateOf(lease_id)).toBe("past_due")
      expect(await service.endDue(moment("2026-12-27T20:29:59.999Z"), 10)).toBe(0)
      expect(await service.endDue(moment("2026-12-27T20:30:00.000Z"), 10)).toBe(1)
      expect(await stateOf(lease_id)).toBe("ended")

      const late = moment("2027-01-05T08:00:00.000Z")
      const renewal = await service.renewLease(lease_id, { plan: "basic", term_months: 1 }, late)
      expect(await refusal(service.takeLease(request(1), late), "invoice_already_open")).toBe(true)
      await service.payInvoice(payment(renewal), late)
      expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2027-02-04" })
    })

    test("K9 paid in grace, the lease is active again from the day of the payment", async () => {
      const { lease_id } = await rented(service, 1)
      const late = moment("2026-12-24T08:00:00.000Z")
      await service.endDue(late, 10)
      await service.payInvoice(payment(await service.renewLease(lease_id, { plan: "basic", term_months: 1 }, late)), late)
      expect(await lease(service, lease_id)).toMatchObject({ state: "active", ends_on: "2027-01-23" })
      expect(await service.endDue(late, 10)).toBe(0)
    })

    test("an ended lease gives its place to another, and cannot be renewed while that one lives", async () => {
      const { lease_id } = await rented(service, 1)
      const later = moment("2027-03-01T08:00:00.000Z")
      while (await service.endDue(later, 10)) continue
      const second = await rented(service, 1, later.at)
      expect(await refusal(service.renewLease(lease_id, { plan: "basic", term_months: 1 }, later), "lease_already_exists")).toBe(true)
      expect([await stateOf(lease_id), await stateOf(second.lease_id)]).toEqual(["ended", "active"])
    })

    test("after weeks of standstill every lease goes both its ways exactly once, whoever else runs", async () => {
      const ids = []
      for (let shop = 0; shop < 25; shop += 1) ids.push((await rented(service, shop)).lease_id)
      const late = moment("2027-06-01T08:00:00.000Z")
      const drain = async (): Promise<number> => {
        const count = await service.endDue(late, 4)
        return count === 0 ? 0 : count + (await drain())
      }
      await Promise.all([drain(), drain(), drain()])
      await drain()
      const rows = await sql<{ event: string; count: number }>("select event, count(*)::int as count from rental_history where machine = 'lease' group by 1 order by 1")
      expect(rows).toEqual([{ event: "end", count: 25 }, { event: "lapse", count: 25 }, { event: "pay", count: 25 }])
      expect(await service.nextLeaseDue()).toBeNull()
    })

    test("a shop that was not told of a change is told later, by one, and not of an older change than the last", async () => {
      const { lease_id } = await rented(service, 1)
      expect(await service.claimUntold(10)).toEqual([])
      await sql("update shop_lease set tell_at = now()")
      const claims = await Promise.all([service.claimUntold(10), service.claimUntold(10), service.claimUntold(10)])
      expect(claims.flat()).toEqual([{ id: lease_id, late: true, ended: false }])
      await service.told(lease_id, 0)
      expect(await sql("select tell_at > now() as again from shop_lease")).toEqual([{ again: true }])
      await service.told(lease_id, 1)
      expect(await sql("select tell_at from shop_lease")).toEqual([{ tell_at: null }])
      expect(await service.nextLeaseDue()).toBe("2026-12-20T20:30:00.000Z")
    })

    test("K8 rent is earned day by day, in one journal for all leases of a currency, and sums to what was paid", async () => {
      await rented(service, 1)
      await rented(service, 2, "2026-11-23T08:00:00.000Z", 52_800_000, "basic", 12)
      expect(await service.nextEarnings()).toEqual([{ currency: "irr", day: "2026-11-21" }])
      expect(await earnAll("2026-11-20")).toEqual([])
      expect(await earnAll("2026-11-23")).toEqual(["2026-11-21", "2026-11-22", "2026-11-23"])
      const first = { starts_on: "2026-11-21", ends_on: "2026-12-21", price: money(5_000_000, "irr"), cut_on: null, credited: money(0, "irr") }
      const second = { ...first, starts_on: "2026-11-23", ends_on: "2027-11-23", price: money(48_000_000, "irr") }
      const share = (day: Day) => earnedOn(first, day).minor + earnedOn(second, day).minor
      expect(await earned()).toEqual(["2026-11-21", "2026-11-22", "2026-11-23"].map((day) => [`rent:irr:earned:${day}`, share(day)]))

      expect(await earnAll("2028-01-01")).toHaveLength(365 - 1)
      const all = await earned()
      expect(all.reduce((sum, [, minor]) => sum + minor, 0)).toBe(53_000_000)
      expect(await service.nextEarnings()).toEqual([])
    })

    test("after a stop, three who earn at once bring each day into the books once", async () => {
      await rented(service, 1)
      await Promise.all([earnAll("2026-12-25"), earnAll("2026-12-25"), earnAll("2026-12-25")])
      await earnAll("2026-12-25")
      const all = await earned()
      expect(all).toHaveLength(30)
      expect(all.reduce((sum, [, minor]) => sum + minor, 0)).toBe(5_000_000)
    })

    test("a payment that commits after its day is in the books starts with the next day: no rent stays deferred for ever", async () => {
      await rented(service, 1)
      await earnAll("2026-11-25")
      const { lease_id } = await rented(service, 2, "2026-11-25T20:00:00.000Z")
      expect((await lease(service, lease_id)).periods).toMatchObject([{ starts_on: "2026-11-26", ends_on: "2026-12-26" }])
      await earnAll("2027-02-01")
      expect((await earned()).reduce((sum, [, minor]) => sum + minor, 0)).toBe(10_000_000)
    })

    test("days without any lease are passed over, and each currency has its own cursor", async () => {
      await service.publishPlan({ ...basic, code: "euro", currency: "eur" }, STORY)
      await rented(service, 1)
      await earnAll("2027-06-01")
      await rented(service, 2, "2027-06-10T08:00:00.000Z")
      const { invoice_id } = await service.takeLease(request(3, "euro"), moment("2027-06-11T08:00:00.000Z"))
      await service.payInvoice(payment(invoice_id, 5_500_000, "eur"), moment("2027-06-11T08:00:00.000Z"))
      expect(await service.nextEarnings()).toEqual([{ currency: "eur", day: "2027-06-11" }, { currency: "irr", day: "2027-06-10" }])
      expect(await earnAll("2027-06-10")).toEqual(["2027-06-10"])
    })

    test("law: the database earns by the domain's formula, cut periods too", async () => {
      const starts_on = "2026-11-21"
      const cases = Array.from({ length: 400 }, (_, index) => {
        const days = 1 + ((index * 37) % 400)
        const price = (index * 7_919_777_777 + 13) % (index % 10 === 0 ? 9_007_199_254_740_991 : 50_000_000)
        const cut = index % 3 === 0 ? (index * 11) % days : null
        const credited = cut === null ? 0 : Number((BigInt(price) * BigInt(days - cut)) / BigInt(days))
        const cut_on = cut === null ? null : addDays(starts_on, cut)
        return { ends_on: addDays(starts_on, days), price, cut_on, credited, day: addDays(starts_on, ((index * 53) % (days + 20)) - 5) }
      })
      const rows = await sql<{ minor: string }>(
        `select rent_earned_through(?::date, e::date, c::date, p, k, d::date) - rent_earned_through(?::date, e::date, c::date, p, k, d::date - 1) as minor
         from unnest(array[?]::text[], array[?]::text[], array[?]::bigint[], array[?]::bigint[], array[?]::text[]) with ordinality as t(e, c, p, k, d, n) order by n`,
        [
          starts_on, starts_on, cases.map((each) => each.ends_on), cases.map((each) => each.cut_on),
          cases.map((each) => each.price), cases.map((each) => each.credited), cases.map((each) => each.day),
        ],
      )
      expect(rows.map((row) => Number(row.minor))).toEqual(cases.map((each) =>
        earnedOn({ starts_on, ends_on: each.ends_on, price: money(each.price, "irr"), cut_on: each.cut_on, credited: money(each.credited, "irr") }, each.day).minor,
      ))
    })
  },
})
