import { join } from "node:path"

import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { plusBusinessDays } from "../../../domain/calendar"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import { PASAJ_CALENDAR } from "../index"
import { BusinessCalendar } from "../models/business-calendar"
import { CalendarHoliday } from "../models/calendar-holiday"
import { MarketplaceClock } from "../models/marketplace-clock"
import type CalendarModuleService from "../service"

jest.setTimeout(60_000)

const signed = { reason: "heat", author: "user_1" }
const closure = { day: "2026-11-22", name: "تعطیل به علت گرما", ...signed }

const refusal = async (act: Promise<unknown>, code: ErrorCode): Promise<boolean> =>
  act.then(() => false, (caught: unknown) => isRefusal(caught, code))

moduleIntegrationTestRunner<CalendarModuleService>({
  moduleName: PASAJ_CALENDAR,
  moduleModels: [BusinessCalendar, CalendarHoliday, MarketplaceClock],
  resolve: join(__dirname, ".."),
  pathToMigrations: join(__dirname, "../migrations"),
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = (text: string) => MikroOrmWrapper.getManager().getConnection().execute(text)

    test("the migrations alone bring Iran's calendar: Tehran, a bank weekend, the holidays of three years", async () => {
      const calendar = await service.calendar()
      expect(calendar).toMatchObject({ version: 1, zone: "Asia/Tehran", weekend: ["thursday", "friday"] })
      expect(Object.keys(calendar.holidays)).toHaveLength(26 + 25 + 27)
      expect(calendar.holidays["2026-03-21"]).toEqual({ name: "آغاز نوروز و عید فطر", kind: "fixed" })
      expect(JSON.parse(JSON.stringify(calendar))).toEqual(calendar)
    })

    test("the models read the handwritten tables, a day as text", async () => {
      const [holiday] = await service.listCalendarHolidays({ day: "2026-12-23" })
      expect(holiday).toMatchObject({ id: "calhol_1_2026-12-23", day: "2026-12-23", kind: "lunar_expected", removed_in_version: null })
      expect(await service.listBusinessCalendars({})).toMatchObject([{ version: 1, weekend: ["thursday", "friday"], author: "pasaj" }])
      expect(await service.listMarketplaceClocks({})).toMatchObject([{ offset_ms: "0", frozen_at: null }])
    })

    test("K6 an overnight closure is a new edition, signed; the old one can still be read", async () => {
      const before = await service.calendar()
      const after = await service.addHoliday(closure)
      expect(after).toMatchObject({ version: 2, holidays: { "2026-11-22": { name: closure.name, kind: "closure" } } })
      expect(await service.calendar()).toEqual(after)
      expect(await service.calendar(1)).toEqual(before)
      expect(plusBusinessDays("2026-11-21", 1, before)).toBe("2026-11-22")
      expect(plusBusinessDays("2026-11-21", 1, after)).toBe("2026-11-23")
      expect(await service.listBusinessCalendars({ version: 2 })).toMatchObject([signed])
    })

    test("a holiday taken away leaves the earlier editions as they were, and may come back", async () => {
      await service.addHoliday(closure)
      const without = await service.removeHoliday({ day: closure.day, ...signed })
      expect([without.version, without.holidays[closure.day]]).toEqual([3, undefined])
      expect((await service.calendar(2)).holidays[closure.day]).toBeDefined()
      expect((await service.addHoliday({ ...closure, kind: "fixed" })).holidays[closure.day]).toEqual({ name: closure.name, kind: "fixed" })
    })

    test("another weekend, another zone: what is left out stays", async () => {
      expect(await service.changeWeek({ weekend: ["friday", "saturday"], ...signed })).toMatchObject({
        version: 2, zone: "Asia/Tehran", weekend: ["friday", "saturday"],
      })
      expect(await service.changeWeek({ zone: "Asia/Baku", ...signed })).toMatchObject({
        version: 3, zone: "Asia/Baku", weekend: ["friday", "saturday"],
      })
      expect((await service.changeWeek({ weekend: [], ...signed })).weekend).toEqual([])
    })

    test.each<[ErrorCode, string, () => Promise<unknown>]>([
      ["holiday_exists",           "a day that is off already",  () => service.addHoliday({ ...closure, day: "2026-12-23" })],
      ["holiday_unknown",          "a day that is not off",      () => service.removeHoliday(closure)],
      ["bad_day",                  "no day",                     () => service.addHoliday({ ...closure, day: "1405-13-01" })],
      ["bad_day",                  "no day to remove",           () => service.removeHoliday({ ...closure, day: "tomorrow" })],
      ["calendar_change_unsigned", "no reason",                  () => service.addHoliday({ ...closure, reason: " " })],
      ["calendar_change_unsigned", "no author",                  () => service.removeHoliday({ ...closure, author: "" })],
      ["calendar_change_unsigned", "no name",                    () => service.addHoliday({ ...closure, name: "" })],
      ["bad_weekend",              "nobody ever works",          () => service.changeWeek({ ...signed, weekend: ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] })],
      ["bad_weekend",              "the same day twice",         () => service.changeWeek({ ...signed, weekend: ["friday", "friday"] })],
      ["bad_zone",                 "no such place",              () => service.changeWeek({ ...signed, zone: "Asia/Nowhere" })],
      ["calendar_version_unknown", "an edition that never was",  () => service.calendar(9)],
      ["clock_not_sandbox",        "freezing a real clock",      () => service.freeze("2026-11-21T00:00:00.000Z")],
      ["clock_not_sandbox",        "moving a real clock",        () => service.advanceTo("2036-11-21T00:00:00.000Z")],
      ["clock_not_sandbox",        "releasing a real clock",     () => service.unfreeze()],
    ])("%s: %s; nothing has changed", async (code, _, act) => {
      expect(await refusal(act(), code)).toBe(true)
      expect((await service.calendar()).version).toBe(1)
    })

    test("operators at once: every change gets its own edition, and one day is added once", async () => {
      const days = ["2026-11-22", "2026-11-23", "2026-11-24", "2026-11-22"]
      const added = await Promise.allSettled(days.map((day) => service.addHoliday({ ...closure, day })))
      expect(added.filter((one) => one.status === "fulfilled")).toHaveLength(3)
      expect((await service.listBusinessCalendars({})).map((row) => row.version).sort()).toEqual([1, 2, 3, 4])
      expect(Object.keys((await service.calendar()).holidays)).toHaveLength(26 + 25 + 27 + 3)
    })

    test.each([
      ["update business_calendar set zone = 'UTC'",                                  "an edition is for ever"],
      ["delete from business_calendar",                                              "and stays"],
      ["delete from calendar_holiday",                                               "a holiday is ended, not deleted"],
      ["update calendar_holiday set name = 'other'",                                 "nor renamed"],
      ["update calendar_holiday set day = '2027-01-01', removed_in_version = 2",          "nor moved while it ends"],
      ["insert into calendar_holiday (id, day, name, kind, added_in_version) values ('x', '2026-02-30', 'n', 'closure', 2)", "no such day"],
      ["insert into marketplace_clock (id) values ('another')",                      "there is one clock"],
      ["insert into business_calendar (id, version, zone, weekend, reason, author) values ('x', 1, 'UTC', '{}', 'r', 'a')", "two first editions"],
    ])("the database refuses: %s (%s)", async (text) => {
      await service.changeWeek({ zone: "UTC", ...signed })
      await expect(sql(text)).rejects.toThrow()
    })

    test("a real clock is the database's, whatever the test clock's row says", async () => {
      await sql("update marketplace_clock set frozen_at = '2001-01-01', offset_ms = 5000000000")
      const [row = { now: "" }] = await sql("select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') as now")
      const now = await service.now()
      expect(now >= row.now && now < row.now.replace(/^\d{4}/, (year: string) => String(Number(year) + 1))).toBe(true)
      expect(await service.clock()).toMatchObject({ sandbox: false, frozen: false })
    })
  },
})
