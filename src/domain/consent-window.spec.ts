import fc from "fast-check"

import { addToInstant } from "./calendar"
import { extendedUntil, laterOf, linkIsOver, mustBeExtendable, mustStillListen, remainingMs, remindersFor, resumedUntil } from "./consent-window"

const due_at = "2026-11-29T08:00:00.000Z"

test.each([
  // state     at                          code                     why
  ["open",     "2026-11-29T07:59:59.999Z", null,                    "the last millisecond counts"],
  ["open",     "2026-11-29T08:00:00.000Z", "consent_window_closed", "at the instant itself it is over"],
  ["open",     "2026-12-29T08:00:00.000Z", "consent_window_closed", "over, though no sweep has come by yet"],
  ["lapsed",   "2026-11-29T07:00:00.000Z", "consent_window_closed", "silence was satisfaction"],
  ["given",    "2026-11-28T08:00:00.000Z", "consent_already_given", "the buyer has spoken"],
  ["paused",   "2026-11-28T08:00:00.000Z", "objection_open",        "a case decides now"],
  ["waiting",  "2026-11-28T08:00:00.000Z", null,                    "the machine knows what to say"],
] as const)("K4 a window that is %s, at %s: %s, %s", (state, at, code, _why) => {
  const listen = () => mustStillListen({ state, due_at }, "prcl_1", at)
  if (code === null) expect(listen).not.toThrow()
  else expect(listen).toThrow(expect.objectContaining({ code }))
})

test("law: an objection and its withdrawal take nothing from the buyer's time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 10 }), fc.integer({ min: 0, max: 10 ** 10 }), (left_ms, case_ms) => {
      const at = addToInstant(due_at, { ms: -left_ms })
      const back = addToInstant(at, { ms: case_ms })
      expect(resumedUntil(back, remainingMs(due_at, at))).toBe(addToInstant(due_at, { ms: case_ms }))
    }),
  )
})

test.each([
  // window       window ends                 link is over  why
  ["open",        "2026-12-05T08:00:00.000Z", false, "it came late, or was extended: the guest may still answer"],
  ["open",        "2026-11-30T08:00:00.000Z", true,  "both ends have passed, whatever the sweep has done"],
  ["waiting",     null,                       false, "its delivery is not known yet"],
  ["paused",      null,                       false, "an objection may be withdrawn, and its window go on"],
  ["lapsed",      "2026-11-28T08:00:00.000Z", true,  "silence has spoken"],
  ["given",       "2026-12-05T08:00:00.000Z", true,  "the buyer has spoken"],
] as const)("K4 past its days, a link to a parcel whose window is %s until %s is over: %s, for %s", (state, due_at, over, _why) => {
  const expires_at = "2026-11-30T08:00:00.000Z"
  expect(linkIsOver(expires_at, { state, due_at }, "2026-12-01T08:00:00.000Z")).toBe(over)
  expect(linkIsOver(expires_at, { state, due_at }, "2026-11-29T08:00:00.000Z")).toBe(false)
})

test.each([
  ["2026-11-22T08:00:00.000Z", "2026-11-24T08:00:00.000Z", "2026-11-24T08:00:00.000Z", "the usual way of time"],
  ["2026-11-22T08:00:00.000Z", "2026-11-22T07:59:59.000Z", "2026-11-22T08:00:00.000Z", "a server whose clock is behind does not make the window longer"],
  [null,                       "2026-11-20T08:00:00.000Z", "2026-11-20T08:00:00.000Z", "it has not opened"],
])("K4 opened %s, objected to %s, counted from %s: %s", (opened, at, from, _why) => {
  expect(laterOf(opened, at)).toBe(from)
})

test("an extension is added to the end", () => {
  expect(extendedUntil(due_at, 3)).toBe("2026-12-02T08:00:00.000Z")
})

test.each([
  // evidence    extended  code                  why
  ["operator",   false,    null,                 "the carrier never spoke"],
  ["buyer",      false,    null,                 "nor here"],
  ["carrier",    false,    "tracking_not_stale", "the carrier has seen it arrive"],
  ["operator",   true,     "extension_used",     "once is once"],
] as const)("delivery by the %s's word, extended %s: %s, %s", (delivery_evidence, extended_by_buyer, code, _why) => {
  const extend = () => mustBeExtendable({ id: "prcl_1", delivery_evidence, extended_by_buyer })
  if (code === null) expect(extend).not.toThrow()
  else expect(extend).toThrow(expect.objectContaining({ code }))
})

test("reminders stand before the end, once for each hour named, and never in the past", () => {
  expect(remindersFor(due_at, [72, 24, 24], "2026-11-26T08:00:00.000Z")).toEqual([{ hours_before: 24, remind_at: "2026-11-28T08:00:00.000Z" }])
  expect(remindersFor(due_at, [72], "2026-11-22T08:00:00.000Z")).toEqual([{ hours_before: 72, remind_at: "2026-11-26T08:00:00.000Z" }])
})
