import { join } from "node:path"

import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { addToInstant, isInstant, msOf } from "../../../domain/calendar"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import { PASAJ_CALENDAR } from "../index"
import { BusinessCalendar } from "../models/business-calendar"
import { CalendarHoliday } from "../models/calendar-holiday"
import { MarketplaceClock } from "../models/marketplace-clock"
import type CalendarModuleService from "../service"

jest.setTimeout(60_000)

const STORY = "2026-11-21T05:30:00.000Z"
const LATER = "2026-11-28T05:30:00.000Z"

const refusal = async (act: Promise<unknown>, code: ErrorCode): Promise<boolean> =>
  act.then(() => false, (caught: unknown) => isRefusal(caught, code))

moduleIntegrationTestRunner<CalendarModuleService>({
  moduleName: PASAJ_CALENDAR,
  moduleModels: [BusinessCalendar, CalendarHoliday, MarketplaceClock],
  moduleOptions: { sandbox: true },
  resolve: join(__dirname, ".."),
  pathToMigrations: join(__dirname, "../migrations"),
  testSuite: ({ service }) => {
    test("left alone, the test clock is the database's and runs", async () => {
      const first = await service.now()
      const second = await service.now()
      expect(isInstant(first) && second >= first).toBe(true)
      expect(await service.clock()).toMatchObject({ sandbox: true, frozen: false })
    })

    test("frozen, it stands still, also at an hour long past, and every reader sees the same", async () => {
      await service.freeze("2020-02-29T00:00:00.123Z")
      expect(await Promise.all([service.now(), service.now(), service.now()])).toEqual(Array(3).fill("2020-02-29T00:00:00.123Z"))
      expect(await service.clock()).toEqual({ now: "2020-02-29T00:00:00.123Z", sandbox: true, frozen: true })
    })

    test("frozen and moved forward, it stands still there", async () => {
      await service.freeze(STORY)
      expect(await service.advanceTo(LATER)).toBe(LATER)
      expect(await service.now()).toBe(LATER)
      expect(await service.advanceTo(LATER)).toBe(LATER)
    })

    test("released, it runs on from where it stood", async () => {
      await service.freeze(STORY)
      await service.unfreeze()
      const now = await service.now()
      expect(now >= STORY && msOf(now) - msOf(STORY) < 30_000).toBe(true)
      expect((await service.clock()).frozen).toBe(false)
      expect(await service.unfreeze() >= now).toBe(true)
    })

    test("running and moved forward, it runs on from there", async () => {
      const ahead = addToInstant(await service.now(), { days: 400 })
      await service.advanceTo(ahead)
      const now = await service.now()
      expect(now >= ahead && msOf(now) - msOf(ahead) < 30_000).toBe(true)
    })

    test("it never goes back, and says where it stands", async () => {
      await service.freeze(LATER)
      await expect(service.advanceTo(STORY)).rejects.toMatchObject({
        code: "clock_goes_back", message: `It has been ${LATER} already, and the clock cannot go back to ${STORY}.`,
      })
      expect(await service.now()).toBe(LATER)
      await service.unfreeze()
      expect(await refusal(service.advanceTo(STORY), "clock_goes_back")).toBe(true)
      expect(await service.now() >= LATER).toBe(true)
    })

    test("many move it at once: it ends at the latest, and nobody who came too late is told it worked", async () => {
      await service.freeze(STORY)
      const targets = [5, 1, 9, 3, 7, 2, 8].map((days) => addToInstant(STORY, { days }))
      await Promise.allSettled(targets.map((at) => service.advanceTo(at)))
      expect(await service.now()).toBe(addToInstant(STORY, { days: 9 }))
    })

    test("what is no instant is refused", async () => {
      expect(await refusal(service.freeze("now"), "bad_instant")).toBe(true)
      expect(await refusal(service.advanceTo("2026-11-21"), "bad_instant")).toBe(true)
    })
  },
})
