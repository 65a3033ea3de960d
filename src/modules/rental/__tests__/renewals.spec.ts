import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { isRefusal } from "../../../domain/errors"
import { PASAJ_RENTAL } from "../index"
import { setAutoRenew } from "../leases"
import { renewMany } from "../renew-many"
import { dueRenewals, noteRenewalRefused, renewFromBalance } from "../renewals"
import type RentalModuleService from "../service"
import { basic, grand, lease, moment, payment, rentalModule, rented, STORY } from "./arrange"

jest.setTimeout(180_000)

/** Three weeks after the paid time of the story's month, and two after its grace. */
const LATE = moment("2027-01-12T05:30:00.000Z")

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = <Row = Record<string, unknown>>(text: string, params: unknown[] = []): Promise<Row[]> => MikroOrmWrapper.getManager().execute(text, params)
    const give = (merchant: string, minor: number) =>
      sql("select ledger_post_one(?, 'parcel_released', 'goods sold', false, 'platform:order_income/irr', ?, ?, now())", [`gift:${merchant}`, `merchant:${merchant}:payable/irr`, minor])
    const mayRenew = (id: string) => service.within((manager) => setAutoRenew(manager, id, true, moment(STORY)))
    const events = () => sql<{ event: string; count: number }>("select event, count(*)::int as count from rental_history where machine = 'lease' group by 1 order by 1")

    /** What the duty `end-leases` does, in chunks so small that two take turns. */
    const end = async (): Promise<void> => {
      while (await service.endDue(LATE, 3)) continue
    }
    /** What the duty `renew-leases` does: the plain ones together, each of the others by itself, with its refusal. */
    const renew = async (): Promise<void> => {
      const due = await service.reading((manager) => dueRenewals(manager, LATE.at, 500))
      const buyers = new Map(due.map(({ merchant_id }) => [merchant_id, { name: "Leila Karimi", identifier: null, address: null }]))
      await service.within((manager) => renewMany(manager, due.map(({ id }) => id), LATE, buyers))
      for (const { id } of due) {
        try {
          await service.within((manager) => renewFromBalance(manager, id, LATE, null))
        } catch (caught) {
          if (!isRefusal(caught, "account_overdrawn")) throw caught
          await service.within((manager) => noteRenewalRefused(manager, id, "account_overdrawn", LATE))
        }
      }
    }

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
      await service.publishPlan(grand, STORY)
    })

    test("K9 weeks after a stop, whoever comes first: each lease is renewed or ended exactly once, and whoever has the money is renewed", async () => {
      const ids: string[] = []
      for (let shop = 0; shop < 30; shop += 1) ids.push((await rented(service, shop)).lease_id)
      // A third may be renewed and has the money, a third may and has not, a third may not.
      for (const [shop, id] of ids.entries()) if (shop % 3 !== 2) await mayRenew(id)
      for (const shop of ids.keys()) if (shop % 3 === 0) await give(`mer_${shop}`, 5_500_000)
      await Promise.all([end(), renew(), end(), renew()])
      await renew()
      await end()
      const states = await Promise.all(ids.map(async (id) => (await lease(service, id)).state))
      expect(states).toEqual(ids.map((_, shop) => (shop % 3 === 0 ? "active" : "ended")))
      expect(await sql("select count(*)::int as terms from lease_period")).toEqual([{ terms: 40 }])
      expect((await events()).filter(({ event }) => event !== "lapse")).toEqual([{ event: "end", count: 20 }, { event: "pay", count: 40 }])
      const refused = await Promise.all(ids.map(async (id) => (await lease(service, id)).renewal_refused))
      expect(refused.filter((code) => code === "account_overdrawn")).toHaveLength(10)
      expect(await sql("select count(*)::int as left from shop_lease where state = 'ended' and (due_at is not null or renew_at is not null)")).toEqual([{ left: 0 }])
    })

    test("K15 a smaller plan whose first day a stop slept through is told to its shop, though its lease is renewed first", async () => {
      const { lease_id } = await rented(service, 1, STORY, 13_200_000, "grand")
      await service.payInvoice(payment(await service.renewLease(lease_id, { plan: "basic", term_months: 1 }, moment(STORY))), moment(STORY))
      await mayRenew(lease_id)
      await give("mer_1", 5_500_000)
      const late = moment("2027-01-19T20:30:00.000Z")
      const buyers = new Map([["mer_1", { name: "Leila Karimi", identifier: null, address: null }]])
      expect(await service.within((manager) => renewMany(manager, [lease_id], late, buyers))).toEqual([])
      expect(await service.within((manager) => renewFromBalance(manager, lease_id, late, null))).toMatchObject({ running: false })
      const [{ plan_version_id }, editions] = [await lease(service, lease_id), await service.plansOnOffer(late.at)]
      expect(editions.find(({ id }) => id === plan_version_id)?.code).toBe("basic")
    })
  },
})
