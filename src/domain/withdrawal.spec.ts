import fc from "fast-check"

import { addToInstant, windowEnd, type BusinessCalendar } from "./calendar"
import { windowPolicies, type WindowPolicy } from "./escrow"
import { exemptWindow, exemptionKinds, isExemptParcel, mustBeWithdrawable, namedWindow, windowDue, withdrawalExemptions, type SoldLine } from "./withdrawal"

const tehran: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: ["thursday", "friday"], holidays: {} }
const bread: SoldLine = { title: "Barbari bread", exemption: "perishable_food" }
const ring: SoldLine = { title: "Engraved ring", exemption: "custom_made" }
const bag: SoldLine = { title: "Leather bag", exemption: null }

describe("K4 a product may be exempt from the right to change one's mind", () => {
  test.each([
    [[bread],           true,  "everything in it is exempt"],
    [[bread, ring],     true,  "for different reasons, but all of it"],
    [[bread, bag],      false, "the bag has the full right, and gives it to the parcel"],
    [[bag],             false, "nothing is exempt"],
    [[],                false, "an empty parcel is exempt from nothing"],
  ])("%j: %s (%s)", (lines, exempt, _why) => {
    expect(isExemptParcel(lines)).toBe(exempt)
    if (exempt) expect(() => mustBeWithdrawable(lines)).toThrow(expect.objectContaining({ code: "withdrawal_exempt" }) as Error)
    else expect(() => mustBeWithdrawable(lines)).not.toThrow()
  })

  test("the refusal says which product, and why", () => {
    expect(() => mustBeWithdrawable([bread])).toThrow(/Barbari bread.*spoils or expires soon/)
  })

  test("every exemption of the by-law is there", () => {
    const byLaw = ["perishable_food", "custom_made", "market_priced", "opened_media", "software", "press", "started_service"]
    expect(exemptionKinds).toEqual(expect.arrayContaining(byLaw))
    expect(Object.values(withdrawalExemptions).every((why) => why.startsWith("it is ") || /^its? /.test(why))).toBe(true)
  })
})

describe("K4 any window may be a policy", () => {
  test.each([
    [{ starts: "delivery", length: 7, unit: "calendar_days" },  "kerkere", "the same as the preset"],
    [{ starts: "delivery", length: 7, unit: "business_days" },  "ir-ecl",  "the law's"],
    [{ starts: "delivery", length: 10, unit: "business_days" }, "custom",  "nobody's preset"],
    [{ starts: "dispatch", length: 7, unit: "calendar_days" },  "custom",  "a preset's length from another start"],
  ] as const)("%j is %s: %s", (window, preset, _why) => {
    expect(namedWindow(window)).toEqual({ preset, ...window })
  })

  const two = { length: 2, unit: "calendar_days" } as const
  const dispatch = (length: number): WindowPolicy => ({ preset: "custom", starts: "dispatch", length, unit: "calendar_days" })
  test.each([
    [windowPolicies.kerkere, "2026-11-21T08:00:00.000Z", "2026-11-24T08:00:00.000Z", "2026-12-01T08:00:00.000Z", "seven days from delivery"],
    [dispatch(10),           "2026-11-21T08:00:00.000Z", "2026-11-24T08:00:00.000Z", "2026-12-01T08:00:00.000Z", "ten days from dispatch"],
    [dispatch(4),            "2026-11-21T08:00:00.000Z", "2026-11-24T08:00:00.000Z", "2026-11-26T08:00:00.000Z", "one day would be left: two from delivery are the least"],
    [dispatch(2),            "2026-11-21T08:00:00.000Z", "2026-11-24T08:00:00.000Z", "2026-11-26T08:00:00.000Z", "it was over before the parcel came; the buyer may look at it all the same"],
  ] as const)("K4 %j, sent %s, come %s, is over %s: %s", (policy, handed, delivered, due, _why) => {
    expect(windowDue(policy, two, handed, delivered, tehran)).toBe(due)
  })

  test("K4 law: whatever the window, it ends after delivery", () => {
    const units = fc.constantFrom("calendar_days" as const, "business_days" as const)
    fc.assert(fc.property(fc.constantFrom("delivery" as const, "dispatch" as const), fc.integer({ min: 1, max: 90 }), units, fc.integer({ min: 0, max: 200 }), (starts, length, unit, days) => {
      const handed = "2026-11-21T08:00:00.000Z"
      const delivered = addToInstant(handed, { days })
      expect(windowDue({ preset: "custom", starts, length, unit }, two, handed, delivered, tehran) > delivered).toBe(true)
    }))
  })

  test("an exempt parcel may be looked at from delivery on", () => {
    expect(windowEnd("2026-11-24T08:00:00.000Z", exemptWindow(two), tehran)).toBe("2026-11-26T08:00:00.000Z")
  })
})
