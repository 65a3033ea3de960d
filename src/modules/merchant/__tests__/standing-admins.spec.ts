import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { instantOf } from "../../../adapters/columns"
import { addToInstant, type Instant } from "../../../domain/calendar"
import { publishAccessPolicy, type AccessChange } from "../access-policy"
import { closeShops, holdOpenShop } from "../closing"
import { assign, delegationsOf, endDelegation } from "../delegations"
import type MerchantModuleService from "../service"
import { openShop } from "../shops"
import { assignStanding, nextStanding, renewStanding, withoutGeneralAdmin } from "../standing-admins"
import { aMerchant, merchantModule, newShop } from "./arrange"

jest.setTimeout(60_000)

const NOW = "2026-11-25T05:30:00.000Z"
const after = (days: number): Instant => addToInstant(NOW, { days })
const [mina, omid] = [{ id: "user_mina", name: "Mina" }, { id: "user_omid", name: "Omid" }]

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    let merchant_id = ""
    let shops = 0

    beforeEach(async () => {
      merchant_id = await aMerchant(service, NOW)
    })

    const decide = (change: Omit<AccessChange, "reason">) =>
      service.within((manager) => publishAccessPolicy(manager, { ...change, reason: "each shop has one" }, { type: "operator", id: "user_1" }))
    const open = (at = NOW) =>
      service.within(async (manager) => {
        shops += 1
        const id = await openShop(manager, newShop(merchant_id, `shop-${shops}`), at)
        await assignStanding(manager, { id, merchant_id }, at)
        return id
      })
    const adminsOf = async (shop_id: string) =>
      (await service.reading((manager) => delegationsOf(manager, { shop_id, limit: 10 }))).map(({ operator_id, from_at, until_at }) => [operator_id, from_at, until_at])
    const renew = (at: Instant, most = 100) => service.within((manager) => renewStanding(manager, at, most))
    const end = async (shop_id: string, type: "member" | "operator", at: Instant) => {
      const [last] = await service.reading((manager) => delegationsOf(manager, { shop_id, limit: 1 }))
      await service.within((manager) => endDelegation(manager, last?.id ?? "none", undefined, null, at, { type, id: "someone" }))
    }
    const without = async (at: Instant, limit = 50, from?: string) =>
      (await service.reading((manager) => withoutGeneralAdmin(manager, at, limit, from))).map(({ shop_id, last }) => [shop_id, last?.ending ?? null])

    test("K14 a new shop gets one with the shop, and of eight opened at once each operator gets four", async () => {
      await decide({ general_admins: [mina, omid], general_admin_scope: ["order.dispatch"], general_admin_days: 30 })
      const opened = await Promise.all(Array.from({ length: 8 }, () => open()))
      const admins = (await Promise.all(opened.map(adminsOf))).flat()
      expect(admins.map(([operator]) => operator).sort()).toEqual([...Array<string>(4).fill(mina.id), ...Array<string>(4).fill(omid.id)])
      expect(new Set(admins.map(([, from, until]) => `${from} ${until}`))).toEqual(new Set([`${NOW} ${after(30)}`]))
      const [row] = await service.reading((manager) => delegationsOf(manager, { shop_id: opened[0] ?? "", limit: 1 }))
      expect(row).toMatchObject({ assigned_by: "access-policy", scope: ["order.dispatch"] })
      expect(await without(NOW)).toEqual([])
    })

    test("K14 nobody stands by: the shop is opened all the same, and listed, the oldest first, page by page", async () => {
      const opened = [await open(), await open(), await open()].sort()
      expect(await without(NOW)).toEqual(opened.map((id) => [id, null]))
      expect(await without(NOW, 1, opened[0])).toEqual([[opened[1], null]])
      await service.within(async (manager) => {
        await holdOpenShop(manager, opened[1] ?? "")
        await closeShops(manager, [opened[1] ?? ""], null, NOW, { type: "operator", id: "user_1" })
      })
      expect((await without(NOW)).map(([id]) => id)).toEqual([opened[0], opened[2]])
    })

    test("K14 when its time is over it goes on for the same time, once, also for two at once and after a stop of months", async () => {
      await decide({ general_admins: [mina], general_admin_days: 30 })
      const [shop] = [await open(), await open()]
      expect(await service.reading(nextStanding)).toBe(after(30))
      expect((await renew(after(29))).looked_at).toBe(0)
      const both = await Promise.all([renew(after(100), 1), renew(after(100), 1)])
      expect(both.reduce((all, each) => all + each.assigned.length, 0)).toBeGreaterThan(0)
      await renew(after(100))
      expect((await renew(after(100))).looked_at).toBe(0)
      expect(await adminsOf(shop)).toEqual([[mina.id, after(100), after(130)], [mina.id, NOW, after(30)]])
      expect(await without(after(100))).toEqual([])
      expect(await service.reading(nextStanding)).toBe(after(130))
    })

    test("K14 it does not go on for an operator who stands by no longer, after an end by whomever, nor beside another", async () => {
      await decide({ general_admins: [mina], general_admin_days: 30 })
      const [left, merchants, operators, handed] = [await open(), await open(), await open(), await open()] as [string, string, string, string]
      await end(merchants, "member", after(3))
      await end(operators, "operator", after(4))
      await service.within((manager) => assign(manager, {
        shop_id: handed, operator_id: omid.id, operator_name: omid.name, scope: ["order.dispatch"], from_at: after(30), until_at: after(60), reason: "by hand", assigned_by: "user_1",
      }, NOW))
      await decide({ general_admins: [omid] })
      expect(await renew(after(30))).toMatchObject({ looked_at: 2, assigned: [] })
      expect(await without(after(30))).toEqual([[left, "time_over"], [merchants, "by_merchant"], [operators, "by_operator"]])
      expect(await adminsOf(handed)).toHaveLength(2)
      await decide({ general_admins: [mina, omid] })
      expect((await renew(after(61))).looked_at).toBe(0)
      expect((await without(after(61))).find(([id]) => id === handed)).toEqual([handed, "time_over"])
    })

    test("K14 a closing ends the assignment for good; a later edition with fewer days binds what begins anew", async () => {
      await decide({ general_admins: [mina], general_admin_days: 30 })
      const [closed, open30] = [await open(), await open()] as [string, string]
      await service.within((manager) => closeShops(manager, [closed], "it moved", after(1), { type: "member", id: "pers_1" }))
      await decide({ delegation_days: 10, general_admin_days: 10 })
      expect((await renew(after(30))).assigned.map(({ shop_id, until_at }) => [shop_id, until_at])).toEqual([[open30, after(40)]])
      const [row] = await service.reading((manager) => delegationsOf(manager, { shop_id: closed, limit: 1 }))
      expect([row?.end_reason, instantOf(row?.ended_at ?? "")]).toEqual(["the shop is closed", after(1)])
      await expect(decide({ general_admin_days: 11 })).rejects.toMatchObject({ code: "general_admin_days_too_many" })
    })
  },
})
