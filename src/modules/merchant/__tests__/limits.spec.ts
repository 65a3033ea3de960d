import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { leaseShops } from "../lease-terms"
import { fitShelves, limitShop, listingOf, pickListed, type ShopLimits } from "../limits"
import { publishProduct, wantProducts, withdrawProduct } from "../listing"
import type MerchantModuleService from "../service"
import { aMerchant, aShop, merchantModule } from "./arrange"

jest.setTimeout(60_000)

const NOW = "2026-11-21T05:30:00.000Z"
const SOON = "2026-12-21T05:30:00.000Z"
const LATER = "2027-11-21T05:30:00.000Z"
const without: ShopLimits = { products: null, images: null, shops: null }

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    let merchant_id = ""
    let shop = ""
    let shops = 0

    const openShop = (at = NOW) => aShop(service, merchant_id, `shop-${(shops += 1)}`, at)
    /** The shop's lease lets it sell until then; each is a change of it. */
    const lease = (closes_at: string, id = shop, changes = 1) => service.within((manager) => leaseShops(manager, [{ shop_id: id, closes_at, changes }]))
    const limit = (limits: Partial<ShopLimits>, id = shop) => service.within((manager) => limitShop(manager, id, { ...without, ...limits }))
    const fit = (most = 100) => service.within((manager) => fitShelves(manager, shop, most))
    const waiting = () => service.shopsToShelve(NOW, 10, "")
    const place = async (...names: string[]) => {
      const ids: string[] = []
      for (const name of names) {
        const { reserved } = await service.reservePlaces(shop, [{ product_id: name, source_handle: name, wanted: true }], [])
        await service.writePlaces(reserved.map((product_id) => ({ product_id, source_digest: "digest", wanted: true })))
        ids.push(...reserved)
      }
      return ids
    }
    /** The products without the limit's block, in the order of their names. */
    const listed = async () => {
      const places = await service.listShopProducts({ shop_id: shop, wanted: true }, { order: { product_id: "ASC" } })
      return places.filter(({ blocks }) => !(blocks as string[]).includes("over_limit")).map(({ product_id }) => product_id).join("")
    }
    const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: { code?: string }) => error.code)

    beforeEach(async () => {
      merchant_id = await aMerchant(service, NOW)
      shop = await openShop()
    })

    test("K15 after a downgrade the newest leave first; the block goes again when the limit grows, and twice does nothing", async () => {
      await place("a", "b", "c", "d")
      await limit({ products: 2 })
      expect(await waiting()).toEqual([shop])
      expect([await fit(1), await fit(1), await fit(1)]).toEqual([1, 1, 0])
      expect([await listed(), await waiting()]).toEqual(["ab", []])
      await limit({ products: 2 })
      expect([await waiting(), await fit()]).toEqual([[], 0])
      await limit({ products: 3 })
      expect([await fit(), await listed()]).toEqual([1, "abc"])
      await limit({})
      expect([await fit(), await listed()]).toEqual([1, "abcd"])
    })

    test("K15 what the merchant picks stays, and of the others the oldest fill what is left", async () => {
      await place("a", "b", "c", "d")
      await limit({ products: 2 })
      await service.within((manager) => pickListed(manager, shop, ["d"]))
      await fit()
      expect(await listed()).toBe("ad")
      await service.within((manager) => pickListed(manager, shop, ["c", "b"]))
      await fit()
      expect(await listed()).toBe("bc")
      expect(await service.reading((manager) => listingOf(manager, shop))).toEqual({ product_limit: 2, wanted: 4, picked: 2, over_limit: 2 })
      expect(await codeOf(service.within((manager) => pickListed(manager, shop, ["a", "b", "c"])))).toBe("product_limit_reached")
      expect(await codeOf(service.within((manager) => pickListed(manager, shop, ["a", "stranger"])))).toBe("product_not_found")
    })

    test("K15 a product that is withdrawn leaves its room to the next one", async () => {
      await place("a", "b", "c")
      await limit({ products: 1 })
      await fit()
      await service.within((manager) => withdrawProduct(manager, "a"))
      expect(await waiting()).toEqual([shop])
      await fit()
      expect(await listed()).toBe("b")
    })

    test("K15 publishing beyond the limit is refused; of eight at once as many go through as there is room", async () => {
      await limit({ products: 5 })
      const ids = await place(..."abcdefgh")
      expect(ids.join("")).toBe("abcde")
      await limit({})
      await place("f", "g", "h")
      for (const id of "cdefgh") await service.within((manager) => withdrawProduct(manager, id))
      await limit({ products: 5 })
      const tried = await Promise.all([..."abcdefgh"].map((id) => codeOf(service.within((manager) => publishProduct(manager, shop, id)))))
      expect(tried.filter((code) => code === "done")).toHaveLength(5)
      expect(tried.filter((code) => code === "product_limit_reached")).toHaveLength(3)
      await fit()
      expect(await listed()).toHaveLength(5)
    })

    test("K15 of eight imports at once, no more products find a place than the plan lists", async () => {
      await limit({ products: 3 })
      const tried = await Promise.all([..."abcdefgh"].map((name) => service.reservePlaces(shop, [{ product_id: name, source_handle: name, wanted: true }], [])))
      expect(tried.flatMap(({ reserved }) => reserved)).toHaveLength(3)
      expect(tried.flatMap(({ beyond }) => beyond)).toHaveLength(5)
    })

    test("K15 what nobody wants shown needs no room, and is listed in order when there is some", async () => {
      await limit({ products: 2 })
      const places = [..."abc"].map((name) => ({ product_id: name, source_handle: name, wanted: false }))
      expect((await service.reservePlaces(shop, places, [])).reserved.sort()).toEqual(["a", "b", "c"])
      expect(await service.within((manager) => wantProducts(manager, shop, ["c", "a", "b"]))).toEqual(["b"])
    })

    test("K12 K15 shops are counted against the most generous of the merchant's plans, also when eight are opened at once", async () => {
      const second = await openShop()
      for (const id of [shop, second]) await lease(LATER, id)
      await limit({ shops: 2 })
      expect(await codeOf(openShop())).toBe("shop_limit_reached")
      await limit({ shops: 4 }, second)
      const tried = await Promise.all(Array.from({ length: 8 }, () => codeOf(openShop())))
      expect(tried.filter((code) => code === "done")).toHaveLength(2)
      expect(tried.filter((code) => code === "shop_limit_reached")).toHaveLength(6)
      await limit({ shops: null })
      expect(await codeOf(openShop())).toBe("done")
    })

    test("K12 a plan whose lease has ended allows no more shops, and the merchant's others do not inherit it", async () => {
      const cheap = await openShop()
      await lease(SOON)
      await lease(LATER, cheap)
      await limit({ shops: null })
      await limit({ shops: 2 }, cheap)
      expect(await codeOf(openShop())).toBe("done")
      expect([await codeOf(openShop(SOON)), await codeOf(openShop(LATER))]).toEqual(["shop_limit_reached", "done"])
      await lease(LATER, shop, 2)
      expect(await codeOf(openShop(SOON))).toBe("done")
    })
  },
})
