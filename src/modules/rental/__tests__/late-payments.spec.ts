import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { expiredInvoices, nextExpiry, postponeExpiry, voidInvoice } from "../credit-notes"
import { PASAJ_RENTAL } from "../index"
import { quote, takeQuote } from "../quotes"
import type RentalModuleService from "../service"
import { basic, grand, invoice, LATER, lease, moment, operator, payment, rentalModule, rented, STORY, zone } from "./arrange"

jest.setTimeout(180_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service }) => {
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

    test("K15 paid when the old plan has long ended, an upgrade lasts as long as its money buys, and all of it is earned", async () => {
      const { lease_id, invoice_id } = await anUpgrade()
      for (let day = await service.earnDay("irr", "2027-01-04", zone); day; day = await service.earnDay("irr", "2027-01-04", zone)) continue
      await service.payInvoice(payment(invoice_id, (await invoice(service, invoice_id)).total_minor), moment("2027-01-05T05:30:00.000Z"))
      // 8,666,667 of the 12,000,000 that 30 days cost: 21 days, and never one.
      expect((await lease(service, lease_id)).periods.at(-1)).toMatchObject({ starts_on: "2027-01-05", ends_on: "2027-01-26", price_minor: 8_666_667 })
    })
  },
})
