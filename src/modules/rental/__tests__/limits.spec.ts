import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { PASAJ_RENTAL } from "../index"
import { limitsOfMerchant, limitsOfShop } from "../limits"
import type RentalModuleService from "../service"
import { basic, moment, payment, rentalModule, rented, request, STORY } from "./arrange"

jest.setTimeout(60_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service }) => {
    const grand = { ...basic, code: "grand", tier: 3, limits: { ...basic.limits, products: null, members: 1 }, features: { dropshipping: true, badges: true } }
    const ofShop = (shop: number, at: string) => service.reading((manager) => limitsOfShop(manager, `shop_${shop}`, at))

    beforeEach(async () => {
      await service.publishPlan(basic, STORY)
      await service.publishPlan(grand, STORY)
    })

    test("K15 a shop has what its lease grants, once it is paid and until it has ended", async () => {
      const { invoice_id } = await service.takeLease(request(1), moment(STORY))
      expect(await ofShop(1, STORY)).toBeNull()
      await service.payInvoice(payment(invoice_id), moment(STORY))
      expect(await ofShop(1, STORY)).toEqual({ limits: basic.limits, features: basic.features, tier: basic.tier })
      await service.endDue(moment("2027-01-20T00:00:00.000Z"), 10)
      expect(await ofShop(1, "2027-01-20T00:00:00.000Z")).not.toBeNull()
      await service.endDue(moment("2027-01-20T00:00:00.000Z"), 10)
      expect(await ofShop(1, "2027-01-20T00:00:00.000Z")).toBeNull()
      expect(await ofShop(2, STORY)).toBeNull()
    })

    test("K15 renewed on another plan, its limits count from the first day of that period", async () => {
      const { lease_id } = await rented(service, 1)
      const renewal = await service.renewLease(lease_id, { plan: "grand", term_months: 1 }, moment(STORY))
      await service.payInvoice(payment(renewal), moment(STORY))
      expect((await ofShop(1, "2026-12-20T20:29:59.999Z"))?.limits.products).toBe(100)
      expect((await ofShop(1, "2026-12-20T20:30:00.000Z"))?.limits.products).toBeNull()
    })

    test("K12 K15 a merchant has of each limit the most generous of its live leases", async () => {
      const ofMerchant = (id: string) => service.reading((manager) => limitsOfMerchant(manager, id, STORY))
      expect(await ofMerchant("mer_1")).toBeNull()
      await rented(service, 1)
      const other = await service.takeLease({ ...request(2, "grand"), merchant_id: "mer_1" }, moment(STORY))
      await service.payInvoice(payment(other.invoice_id), moment(STORY))
      expect(await ofMerchant("mer_1")).toEqual({ limits: { ...basic.limits, products: null, members: 2 }, features: grand.features })
      expect(await ofMerchant("mer_2")).toBeNull()
    })
  },
})
