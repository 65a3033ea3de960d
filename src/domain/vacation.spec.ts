import { shopStatus } from "./shop"
import { vacationOf } from "./vacation"

const zone = "Asia/Tehran"
const now = "2026-11-25T08:00:00.000Z"
const away = (from_on: string, back_on: string | null) => {
  try {
    const { vacation_from, vacation_until } = vacationOf(from_on, back_on, now, zone)
    return [vacation_from, vacation_until].join(" ")
  } catch (error) {
    return (error as { code?: string }).code
  }
}

test.each<[string, string | null, string, string]>([
  ["2026-12-01", "2026-12-08", "2026-11-30T20:30:00.000Z 2026-12-07T20:30:00.000Z", "a week, by Tehran's days"],
  ["2026-11-25", null,         "2026-11-24T20:30:00.000Z ",                         "from today, with no end in sight"],
  ["2026-11-20", "2026-11-26", "2026-11-19T20:30:00.000Z 2026-11-25T20:30:00.000Z", "noted late"],
  ["2026-12-01", "2026-12-01", "vacation_dates_invalid",                            "back on the day it goes"],
  ["2026-12-08", "2026-12-01", "vacation_dates_invalid",                            "back before it goes"],
  ["2026-11-20", "2026-11-25", "vacation_dates_invalid",                            "over already"],
  ["2026-02-30", null,         "bad_day",                                           "no such day"],
])("from %s, back on %s: %s (%s)", (from_on, back_on, told) => expect(away(from_on, back_on)).toBe(told))

test("it resumes by itself: on the day it is back, the shop is open", () => {
  const shop = { leased_until: "2027-11-25T08:00:00.000Z", stops: [], closed_at: null, ...vacationOf("2026-11-25", "2026-11-28", now, zone) }
  expect(["2026-11-24T20:29:59.999Z", now, "2026-11-27T20:29:59.999Z", "2026-11-27T20:30:00.000Z"].map((at) => shopStatus(shop, at))).toEqual(["open", "on_vacation", "on_vacation", "open"])
})
