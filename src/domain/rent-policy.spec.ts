import type { Day } from "./calendar"
import type { MonthKind } from "./jalali"
import { creditNoteNumber, fiscalYearOf, invoiceNumber, leaseTimes, openUntil, type LeaseTerms } from "./rent-policy"

const zone = "Asia/Tehran"

test.each<[Day, MonthKind, number, string]>([
  //  day          months       year  why
  ["2026-11-21",  "jalali",    1405, "30 Aban"],
  ["2026-03-20",  "jalali",    1404, "the last day before Nowruz"],
  ["2026-03-21",  "jalali",    1405, "Nowruz opens the year"],
  ["2026-03-20",  "gregorian", 2026, "elsewhere January did"],
])("%s by %s months is of the fiscal year %i (%s)", (day, months, year) => expect(fiscalYearOf(day, months)).toBe(year))

test("a number sorts as it counts, and a credit note is known by its own", () => {
  expect([invoiceNumber(1405, 42), invoiceNumber(1405, 1_234_567), creditNoteNumber(1405, 7)]).toEqual(["1405-000042", "1405-1234567", "CN-1405-000007"])
})

test("a shop sells until the days of grace after its paid time are over", () => {
  expect(openUntil("2026-12-21", 7, zone)).toBe("2026-12-27T20:30:00.000Z")
})

describe("K9 when a lease is looked at", () => {
  const terms: LeaseTerms = { ends_on: "2026-12-21", grace_days: 7, reminder_days: [14, 3], renewal_lead_days: 2, leaving: false, auto_renew: false }
  const at = "2026-11-21T05:30:00.000Z"

  test.each<[Partial<LeaseTerms>, string, Record<string, string | null>, string]>([
    [{},                                   at,                         { ends_at: "2026-12-20T20:30:00.000Z", closes_at: "2026-12-27T20:30:00.000Z", remind_at: "2026-12-06T20:30:00.000Z", renew_at: null }, "the first reminder comes first"],
    [{},                                   "2026-12-06T20:30:00.000Z", { remind_at: "2026-12-17T20:30:00.000Z" }, "then the next"],
    [{},                                   "2026-12-18T00:00:00.000Z", { remind_at: null },                       "what is past is not made up for"],
    [{ reminder_days: [] },                at,                         { remind_at: null },                       "a policy without reminders"],
    [{ auto_renew: true },                 at,                         { renew_at: "2026-12-18T20:30:00.000Z" },  "renewed two days ahead"],
    [{ auto_renew: true, leaving: true },  at,                         { renew_at: null, remind_at: null, closes_at: "2026-12-20T20:30:00.000Z" }, "whoever leaves is neither reminded nor renewed, and closes without grace"],
    [{ grace_days: 0 },                    at,                         { closes_at: "2026-12-20T20:30:00.000Z" }, "a policy without grace"],
  ])("%j at %s: %j (%s)", (change, when, expected) => expect(leaseTimes({ ...terms, ...change }, when, zone)).toMatchObject(expected))
})
