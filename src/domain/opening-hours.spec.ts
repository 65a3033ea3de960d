import { isOpenAt, openingHours, type OpenHours } from "./opening-hours"

const at = (day: OpenHours["day"], opens: string, closes: string): OpenHours => ({ day, opens, closes })
const codeOf = (work: () => unknown) => {
  try {
    work()
    return "fits"
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe("opening hours", () => {
  test.each<[OpenHours[], string, string]>([
    [[],                                                                       "fits",                  "no hours, nobody waits"],
    [[at("sunday", "09:00", "13:00"), at("sunday", "16:00", "20:00")],         "fits",                  "a break at noon"],
    [[at("sunday", "09:00", "13:00"), at("sunday", "13:00", "20:00")],         "fits",                  "one after the other"],
    [[at("sunday", "00:00", "24:00")],                                         "fits",                  "the whole day"],
    [[at("sunday", "09:00", "13:00"), at("monday", "09:00", "13:00")],         "fits",                  "the same hours on another day"],
    [[at("sunday", "09:00", "09:00")],                                         "opening_hours_invalid", "no time at all"],
    [[at("sunday", "20:00", "02:00")],                                         "opening_hours_invalid", "over midnight is two stretches"],
    [[at("sunday", "12:00", "20:00"), at("sunday", "09:00", "12:01")],         "opening_hours_invalid", "they overlap, in whichever order they are said"],
  ])("%j: %s (%s)", (hours, code) => expect(codeOf(() => openingHours(hours))).toBe(code))

  test("are kept in the order of a week that begins on Saturday", () => {
    const hours = [at("friday", "10:00", "12:00"), at("saturday", "16:00", "20:00"), at("saturday", "09:00", "13:00")]
    expect(openingHours(hours).map(({ day, opens }) => `${day} ${opens}`)).toEqual(["saturday 09:00", "saturday 16:00", "friday 10:00"])
  })

  // 2026-11-22 is a Sunday; Tehran is three and a half hours from UTC.
  test.each([
    ["2026-11-22T05:29:59.999Z", false, "the minute before"],
    ["2026-11-22T05:30:00.000Z", true,  "nine o'clock in Tehran"],
    ["2026-11-22T09:29:59.999Z", true,  "the last moment"],
    ["2026-11-22T09:30:00.000Z", false, "closed at one"],
    ["2026-11-23T06:00:00.000Z", false, "another day"],
    ["2026-11-21T20:30:00.000Z", false, "Sunday has begun in Tehran, and nobody is there yet"],
  ])("%s: open %s (%s)", (now, open) => expect(isOpenAt([at("sunday", "09:00", "13:00")], now, "Asia/Tehran")).toBe(open))

  test("until midnight means until the next day begins", () => {
    const hours = [at("sunday", "22:00", "24:00")]
    expect(["2026-11-22T20:29:59.999Z", "2026-11-22T20:30:00.000Z"].map((now) => isOpenAt(hours, now, "Asia/Tehran"))).toEqual([true, false])
  })
})
