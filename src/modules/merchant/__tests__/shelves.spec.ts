import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { SHOP_STOPPED } from "../../../domain/shop"
import type MerchantModuleService from "../service"
import { anyToHide, hiddenProducts } from "../shelves"
import { aMerchant, aShop, merchantModule } from "./arrange"

jest.setTimeout(60_000)

const NOW = "2026-11-21T05:30:00.000Z"
const PAST = "2026-11-20T05:30:00.000Z"
const LONG_PAST = "2026-01-01T00:00:00.000Z"
const SOON = "2026-11-22T05:30:00.000Z"
const LATER = "2027-11-21T05:30:00.000Z"

type Facts = { leased_until?: string | null; stops?: string[]; vacation_from?: string; vacation_until?: string; closed_at?: string }

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    let merchant_id = ""
    let shops = 0

    beforeEach(async () => {
      merchant_id = await aMerchant(service, NOW)
    })

    async function openShop(facts: Facts = {}, shelves_open = false): Promise<string> {
      const id = await aShop(service, merchant_id, `shop-${(shops += 1)}`)
      const dates = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === "string" ? new Date(fact) : fact]))
      await service.updateShops({ id, shelves_open, ...dates })
      return id
    }

    /** Finished products of a shop, wanted by its merchant. */
    async function place(shopId: string, handles: string[]): Promise<void> {
      const ids = handles.map((handle) => `prod_${shopId}_${handle}`)
      await service.reservePlaces(shopId, handles.map((source_handle, i) => ({ product_id: ids[i] ?? "", source_handle, wanted: true })), [])
      await service.writePlaces(ids.map((product_id) => ({ product_id, source_digest: "digest", wanted: true })))
    }

    const blocksOf = async (shop_id: string) => (await service.listShopProducts({ shop_id })).map(({ blocks }) => blocks)
    const showDue = async (shopId: string) => {
      const due = await service.duePlaces(shopId, 1_000)
      for (const publish of [true, false]) await service.notePlacesShown(due.filter((each) => each.publish === publish).map((each) => each.product_id), publish)
      return due.length
    }

    const hidden = async (at: string) => {
      const { sql, values } = hiddenProducts(at)
      const ids = (await service.reading((manager) => manager.execute<{ product_id: string }>(sql, values))).map(({ product_id }) => product_id)
      expect(await service.reading((manager) => anyToHide(manager, at))).toBe(ids.length > 0)
      return [...new Set(ids)].sort()
    }

    //  facts                                                          sells  why
    const judged: [Facts, boolean, string][] = [
      [{ leased_until: null },                                         false, "never rented"],
      [{ leased_until: LATER },                                        true,  "rented"],
      [{ leased_until: NOW },                                          false, "the end of the lease is not in it"],
      [{ leased_until: PAST },                                         false, "the lease is over"],
      [{ leased_until: LATER, stops: ["decision"] },                   false, "stopped by a decision"],
      [{ leased_until: LATER, closed_at: PAST },                       false, "closed"],
      [{ leased_until: LATER, vacation_from: PAST },                   false, "away, for how long nobody knows"],
      [{ leased_until: LATER, vacation_from: NOW, vacation_until: SOON }, false, "away from now on"],
      [{ leased_until: LATER, vacation_from: SOON, vacation_until: LATER }, true, "not yet away"],
      [{ leased_until: LATER, vacation_from: LONG_PAST, vacation_until: NOW }, true, "back"],
      [{ leased_until: PAST, vacation_from: LONG_PAST, vacation_until: PAST }, false, "back, but the lease is over"],
    ]
    test.each(judged)("a shop with %j sells: %s (%s), for the set queries as for the rule", async (facts, sells) => {
      const open = await openShop(facts, true)
      const shut = await openShop(facts, false)
      expect((await service.shopsToShelve(NOW, 10, "")).sort()).toEqual([sells ? shut : open])
      expect(await service.shiftShelves(open, NOW, 10)).toBe(0)
      expect(await service.shiftShelves(shut, NOW, 10)).toBe(0)
      expect(await service.shopsToShelve(NOW, 10, "")).toEqual([])
      expect((await service.listShops({ id: [open, shut] })).map(({ shelves_open }) => shelves_open)).toEqual([sells, sells])
    })

    test("a stopping shop lays its one block in batches and takes exactly that one away again", async () => {
      const shop = await openShop({ leased_until: LATER }, true)
      await place(shop, ["a", "b", "c"])
      await service.updateShopProducts({ selector: { shop_id: shop, source_handle: "b" }, data: { blocks: ["price_cap"] } })
      expect(await showDue(shop)).toBe(2)

      await service.updateShops({ id: shop, leased_until: new Date(PAST) })
      expect([await service.shiftShelves(shop, NOW, 2), await service.shiftShelves(shop, NOW, 2), await service.shiftShelves(shop, NOW, 2)]).toEqual([2, 1, 0])
      expect((await blocksOf(shop)).flat().filter((block) => block === SHOP_STOPPED)).toHaveLength(3)
      expect(await showDue(shop)).toBe(2)

      await service.updateShops({ id: shop, leased_until: new Date(LATER) })
      expect(await service.shiftShelves(shop, NOW, 10)).toBe(3)
      expect((await blocksOf(shop)).sort()).toEqual([[], [], ["price_cap"]])
      expect(await showDue(shop)).toBe(2)
      expect(await showDue(shop)).toBe(0)
    })

    test("products placed while the shelves are shut are blocked, and are never shown before they are finished", async () => {
      const shop = await openShop({ leased_until: null })
      await place(shop, ["a"])
      expect(await blocksOf(shop)).toEqual([[SHOP_STOPPED]])
      await service.updateShops({ id: shop, leased_until: new Date(LATER) })
      await service.shiftShelves(shop, NOW, 10)
      await service.reservePlaces(shop, [{ product_id: "prod_half", source_handle: "half", wanted: true }], [])
      expect(await service.duePlaces(shop, 10)).toEqual([{ product_id: `prod_${shop}_a`, publish: true }])
    })

    test("a storefront hides what is shown and not for sale, also before its batch, and nothing else", async () => {
      const shop = await openShop({ leased_until: SOON }, true)
      const other = await openShop({ leased_until: LATER }, true)
      await place(shop, ["a", "b"])
      await place(other, ["c"])
      await showDue(shop)
      await showDue(other)
      expect(await hidden(NOW)).toEqual([])
      expect(await hidden(SOON)).toEqual([`prod_${shop}_a`, `prod_${shop}_b`])
      await service.shiftShelves(shop, SOON, 10)
      expect(await hidden(SOON)).toHaveLength(2)
      await showDue(shop)
      expect(await hidden(SOON)).toEqual([])
    })

    test("the next instant that stops or opens a shop is the end of a lease or an end of a vacation", async () => {
      expect(await service.nextShelving(NOW)).toBe(null)
      await openShop({ leased_until: LATER }, true)
      expect(await service.nextShelving(NOW)).toBe(LATER)
      await openShop({ leased_until: LATER, vacation_from: PAST, vacation_until: "2026-12-01T00:00:00.000Z" }, false)
      expect(await service.nextShelving(NOW)).toBe("2026-12-01T00:00:00.000Z")
      await openShop({ leased_until: LATER, vacation_from: SOON, vacation_until: LATER }, true)
      expect(await service.nextShelving(NOW)).toBe(SOON)
    })

    test("of two imports that place the same product, one makes it; an unfinished one changes hands once", async () => {
      const shop = await openShop({ leased_until: LATER }, true)
      const attempt = (id: string, replaced: string[]) => service.reservePlaces(shop, [{ product_id: id, source_handle: "a", wanted: true }], replaced)
      const won = (await Promise.all(["p1", "p2", "p3", "p4"].map((id) => attempt(id, [])))).flatMap(({ reserved }) => reserved)
      expect(won).toHaveLength(1)
      const anew = (await Promise.all(["q1", "q2", "q3"].map((id) => attempt(id, won)))).flatMap(({ reserved }) => reserved)
      expect(anew).toHaveLength(1)
      expect((await service.listShopProducts({ shop_id: shop })).map(({ product_id }) => product_id)).toEqual(anew)
    })

    test("while a shop stops, no product slips in unblocked", async () => {
      const shop = await openShop({ leased_until: PAST }, true)
      await Promise.all([
        service.shiftShelves(shop, NOW, 100),
        ...Array.from({ length: 8 }, (_, i) => place(shop, [`p${i}`])),
        service.shiftShelves(shop, NOW, 100),
      ])
      await service.shiftShelves(shop, NOW, 100)
      expect((await blocksOf(shop)).every((blocks) => JSON.stringify(blocks) === JSON.stringify([SHOP_STOPPED]))).toBe(true)
    })
  },
})
