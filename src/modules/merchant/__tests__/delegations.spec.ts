import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { actsOf, admitAct, noteOutcome } from "../delegated-acts"
import { assign, delegationBy, endDelegation } from "../delegations"
import type MerchantModuleService from "../service"
import { aMerchant, aShop, merchantModule, refusalsIn } from "./arrange"

jest.setTimeout(60_000)

const NOW = "2026-11-25T05:30:00.000Z"
const TOMORROW = "2026-11-26T05:30:00.000Z"
const NEXT_WEEK = "2026-12-02T05:30:00.000Z"
const act = { method: "POST", path: "/merchant/shop-orders/1/acceptance", what: "Start work", said: { note: "in a hurry" } }

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    let shop_id = ""

    beforeEach(async () => {
      const merchant_id = await aMerchant(service, NOW)
      shop_id = await aShop(service, merchant_id, "books")
    })

    const assigned = (from_at = NOW, until_at = NEXT_WEEK) =>
      service.within((manager) =>
        assign(manager, { shop_id, operator_id: "user_1", operator_name: "Mina", scope: ["order.dispatch"], from_at, until_at, reason: "the first days", assigned_by: "user_1" }, NOW),
      )
    const end = (id: string, at = NOW) => service.within((manager) => endDelegation(manager, id, undefined, null, at, { type: "member", id: "pers_1" }))
    const admit = (id: string, at = NOW) => service.within((manager) => admitAct(manager, id, act, at))
    const acts = (id: string) => service.reading((manager) => actsOf(manager, id, 50))

    test("K14 of eight assignments at once one is made; the next begins when it is over", async () => {
      const tried = await Promise.allSettled(Array.from({ length: 8 }, () => assigned()))
      expect(refusalsIn(tried)).toEqual(Array(7).fill("general_admin_assigned"))
      await assigned(NEXT_WEEK, "2026-12-09T05:30:00.000Z")
      expect(refusalsIn(await Promise.allSettled([assigned(TOMORROW, "2026-12-09T05:30:00.000Z")]))).toEqual(["general_admin_assigned"])
    })

    test("K14 an end waits for the act that is being admitted, and none is admitted after it", async () => {
      const id = await assigned()
      let ended = false
      const ending = await service.within(async (manager: SqlManager) => {
        await admitAct(manager, id, act, NOW)
        const waiting = end(id).then(() => (ended = true))
        // The other side has as long as this takes to overtake: it must not.
        for (let i = 0; i < 20; i++) await service.reading((other) => delegationBy(other, id))
        expect(ended).toBe(false)
        return { waiting }
      })
      await ending.waiting
      expect(refusalsIn(await Promise.allSettled([admit(id), end(id)]))).toEqual(["delegation_ended", "delegation_ended"])
      expect(await acts(id)).toHaveLength(1)
    })

    test("K14 of an end and sixteen acts at once, those in the list are those that were admitted", async () => {
      const id = await assigned()
      const [ending, ...tried] = await Promise.allSettled([end(id), ...Array.from({ length: 16 }, () => admit(id))])
      expect(ending?.status).toBe("fulfilled")
      expect(new Set(refusalsIn(tried))).toEqual(new Set(refusalsIn(tried).length > 0 ? ["delegation_ended"] : []))
      expect(await acts(id)).toHaveLength(tried.filter(({ status }) => status === "fulfilled").length)
    })

    test("K14 an act is told with its outcome, once, and neither can be changed; without an outcome it is unknown", async () => {
      const id = await assigned()
      const [first, second] = [await admit(id), await admit(id)]
      await service.within((manager) => noteOutcome(manager, first, 400, "wrong_state"))
      await service.within((manager) => noteOutcome(manager, first, 200, null))
      expect((await acts(id)).map((each) => [each.id, each.status, each.code, each.said])).toEqual([
        [second, null, null, { note: "in a hurry" }], [first, 400, "wrong_state", { note: "in a hurry" }],
      ])
      for (const sql of ["update delegation_act set what = ''", "delete from delegation_act_outcome"]) {
        await expect(service.within((manager) => manager.execute(sql))).rejects.toThrow(/append-only/)
      }
    })

    test("K14 an assignment that has not begun can be ended; one whose time is over cannot", async () => {
      const planned = await assigned(TOMORROW, NEXT_WEEK)
      expect(refusalsIn(await Promise.allSettled([admit(planned)]))).toEqual(["delegation_not_begun"])
      await end(planned)
      const short = await assigned(NOW, TOMORROW)
      expect(refusalsIn(await Promise.allSettled([admit(short, TOMORROW), end(short, TOMORROW)]))).toEqual(["delegation_expired", "delegation_expired"])
    })
  },
})
