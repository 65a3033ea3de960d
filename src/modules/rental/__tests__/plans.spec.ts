import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { PASAJ_RENTAL } from "../index"
import type RentalModuleService from "../service"
import { basic, lease, moment, refusal, rentalModule, request, STORY } from "./arrange"

jest.setTimeout(60_000)

moduleIntegrationTestRunner<RentalModuleService>({
  ...rentalModule,
  moduleName: PASAJ_RENTAL,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = (text: string) => MikroOrmWrapper.getManager().execute(text)
    const later = "2026-12-01T00:00:00.000Z"

    test("K9 a plan is published with its prices by term, and published again it is the same edition", async () => {
      const first = await service.publishPlan(basic, STORY)
      expect(first.published).toBe(true)
      const [edition] = await service.plansOnOffer(later)
      expect(edition).toEqual({ ...basic, id: first.id, plan_id: edition?.plan_id, number: 1, published_at: STORY, available_from: STORY, available_until: null, retired_at: null })
      const reordered = { ...basic, prices: [...basic.prices].reverse(), limits: Object.fromEntries(Object.entries(basic.limits).reverse()) as typeof basic.limits }
      expect(await service.publishPlan(reordered, later)).toEqual({ id: first.id, published: false })
    })

    test("K9 other content is a new edition; the old one is retired, and whoever rented by it keeps it", async () => {
      const first = await service.publishPlan(basic, STORY)
      const { lease_id } = await service.takeLease(request(1), moment(STORY))
      const second = await service.publishPlan({ ...basic, prices: [{ term_months: 1, price_minor: 6_000_000 }] }, later)
      expect(second.published).toBe(true)
      expect((await service.plansOnOffer(later)).map((each) => [each.number, each.prices])).toEqual([[2, [{ term_months: 1, price_minor: 6_000_000 }]]])
      expect(await service.editionsOf([first.id])).toMatchObject([{ number: 1, retired_at: later, prices: basic.prices }])
      expect((await lease(service, lease_id)).plan_version_id).toBe(first.id)
      expect(await refusal(service.takeLease(request(2, "basic", 12), moment(later)), "term_not_offered")).toBe(true)
    })

    test("plans are offered from the most basic to the most professional, and every edition can be read on by its id (K15)", async () => {
      for (const [code, tier] of [["gold", 3], ["basic", 1], ["silver", 2]] as const) await service.publishPlan({ ...basic, code, tier }, STORY)
      expect((await service.plansOnOffer(later)).map((each) => each.code)).toEqual(["basic", "silver", "gold"])
      const [one] = await service.editionsAfter(1)
      const rest = await service.editionsAfter(10, one?.id)
      expect([one, ...rest].map((each) => each?.code)).toEqual(["gold", "basic", "silver"])
    })

    test("published by eight at once, one plan gets one edition", async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => service.publishPlan(basic, STORY)))
      expect(new Set(all.map((each) => each.id)).size).toBe(1)
      expect(all.filter((each) => each.published)).toHaveLength(1)
    })

    test("K9 a longer term dearer by the month is refused, and nothing is published", async () => {
      const dearer = { ...basic, prices: [{ term_months: 1, price_minor: 100 }, { term_months: 2, price_minor: 201 }] }
      expect(await refusal(service.publishPlan(dearer, STORY), "term_dearer_than_shorter")).toBe(true)
      expect(await sql("select id from rent_plan")).toEqual([])
    })

    test.each([
      ["update rent_plan_version set name = 'Other'",                                          "a lease keeps what it bought"],
      ["update rent_plan_version set currency = 'usd'",                                        "also its currency"],
      ["delete from rent_plan_version",                                                        "an edition is for ever"],
      ["update rent_price set price_minor = 1",                                                "and so are its prices"],
      ["delete from rent_price",                                                               "all of them"],
      ["insert into rent_price (version_id, term_months, price_minor) select id, 3, 1 from rent_plan_version", "none is added"],
    ])("the database refuses: %s (%s)", async (text) => {
      await service.publishPlan(basic, STORY)
      await expect(sql(text)).rejects.toThrow()
      expect((await service.plansOnOffer(later))[0]).toMatchObject(basic)
    })
  },
})
