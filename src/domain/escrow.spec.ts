import { windowEnd, type BusinessCalendar } from "./calendar"
import { consentWindowMachine, holdMachine, parcelMachine, shopOrderMachine, trackingCode, windowPolicies } from "./escrow"
import { eventsOf, isFinal, next } from "./machine"

const tehran: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: ["thursday", "friday"], holidays: {} }

test.each([
  // policy      delivered                    due                          why
  ["kerkere", "2026-11-22T08:00:00.000Z", "2026-11-29T08:00:00.000Z", "K4 seven days to the millisecond"],
  ["eu-14",   "2026-11-22T08:00:00.000Z", "2026-12-06T08:00:00.000Z", "fourteen days"],
  ["ir-ecl",  "2026-11-22T08:00:00.000Z", "2026-12-01T20:30:00.000Z", "the 7th business day (Tue 1 Dec), to its end in Tehran"],
] as const)("K4 %s from %s ends %s: %s", (preset, delivered, due, _why) => {
  expect(windowEnd(delivered, windowPolicies[preset], tehran)).toBe(due)
})

test.each([
  ["RR123456789IR",        "RR123456789IR",  "the post's own form"],
  [" rr 123 456 789 ir ",  "RR123456789IR",  "spaces and case do not matter"],
  ["2211-0099-1122",       "2211-0099-1122", "hyphens may stay"],
  ["ABCDEF",               null,             "a code has a digit"],
  ["1234",                 null,             "too short to find anything by"],
  ["12345'; drop table",   null,             "letters, digits and hyphens only"],
  ["",                     null,             "K17 nothing is no code"],
  ["1".repeat(41),         null,             "no carrier's is this long"],
])("K4 K17 tracking code %j is kept as %j: %s", (text, kept, _why) => {
  expect(trackingCode(text)).toBe(kept)
})

test.each([
  // machine              from               event       to                   why
  [shopOrderMachine,      "awaiting_payment", "accept",   null,                "P2 no work before the money"],
  [shopOrderMachine,      "paid",             "accept",   "preparing",         "P3 work starts"],
  [shopOrderMachine,      "paid",             "ship",     null,                "P3 preparing comes first"],
  [shopOrderMachine,      "preparing",        "ship",     "shipped",           "P4"],
  [shopOrderMachine,      "shipped",          "deliver",  "delivered",         "P5"],
  [shopOrderMachine,      "shipped",          "cancel",   null,                "what has left cannot be cancelled, only returned"],
  [shopOrderMachine,      "completed",        "cancel",   null,                "its money has left"],
  [shopOrderMachine,      "completed",        "grow",     "partly_shipped",    "an edit added a line, and it is paid for"],
  [shopOrderMachine,      "shipped",          "grow",     "partly_shipped",    "the rest is to be sent"],
  [shopOrderMachine,      "preparing",        "grow",     null,                "what is not sent yet has nothing to open again"],
  [shopOrderMachine,      "cancelled",        "grow",     null,                "a cancelled part rests"],
  [parcelMachine,         "packed",           "release",  null,                "K17 no release without delivery"],
  [parcelMachine,         "handed_over",      "release",  null,                "K17 nor from the carrier's hands"],
  [parcelMachine,         "delivered",        "release",  "released",          "K4"],
  [parcelMachine,         "released",         "release",  null,                "no money leaves twice"],
  [holdMachine,           "awaiting_funds",   "finish",   null,                "nothing to finish yet"],
  [holdMachine,           "held",             "fund",     "held",              "a second capture"],
  [consentWindowMachine,  "waiting",          "lapse",    null,                "no lapse without delivery"],
  [consentWindowMachine,  "waiting",          "pause",    "paused",            "the buyer says that it does not come"],
  [consentWindowMachine,  "paused",           "wait",     "waiting",           "taken back while it is still on its way"],
  [consentWindowMachine,  "paused",           "arrive",   "paused",            "it came meanwhile: the case decides all the same"],
  [consentWindowMachine,  "open",             "wait",     null,                "what has arrived does not wait for delivery again"],
  [parcelMachine,         "handed_over",      "refund",   "refunded",          "a verdict for the buyer before delivery"],
  [parcelMachine,         "handed_over",      "split",    null,                "K17 no share for the merchant without delivery"],
  [consentWindowMachine,  "paused",           "lapse",    null,                "K4 an objection stops the clock"],
  [consentWindowMachine,  "paused",           "resume",   "open",              "a withdrawn objection lets it run on"],
  [consentWindowMachine,  "paused",           "give",     null,                "while a case is open, the case decides"],
  [consentWindowMachine,  "waiting",          "decide",   "decided",           "a lost parcel never arrives; its case decides"],
  [consentWindowMachine,  "open",             "decide",   null,                "no verdict without a case"],
  [consentWindowMachine,  "open",             "lapse",    "lapsed",            "K4 silence is satisfaction"],
  [consentWindowMachine,  "given",            "lapse",    null,                "the buyer has spoken"],
] as const)("%o: %s + %s", (machine, from, event, to, _why) => {
  const table = machine as typeof parcelMachine
  const move = () => next(table, from as "packed", event as "release")
  if (to === null) expect(move).toThrow(expect.objectContaining({ code: "wrong_state" }))
  else expect(move()).toBe(to)
})

test("a split verdict, a refund and a release end a parcel's life", () => {
  expect((["released", "refunded", "split", "discarded"] as const).every((state) => isFinal(parcelMachine, state))).toBe(true)
  expect(eventsOf(parcelMachine, "lost")).toEqual(["deliver", "refund"])
})
