import { delegablePermissions, delegationStatus, mustBeLive, mustBeTimely, mustCover, type Delegable, type DelegablePermission, type DelegationFacts, type DelegationStatus } from "./delegation"
import type { ErrorCode } from "./errors"

const refusalOf = (act: () => void): ErrorCode | null => {
  try {
    act()
    return null
  } catch (caught) {
    return (caught as { code: ErrorCode }).code
  }
}

const BEFORE = "2026-11-24T10:00:00.000Z"
const NOW = "2026-11-25T10:00:00.000Z"
const AFTER = "2026-11-26T10:00:00.000Z"
const facts: DelegationFacts = { scope: ["order.dispatch"], from_at: BEFORE, until_at: AFTER, ended_at: null }

test.each<[string, Partial<DelegationFacts>, DelegationStatus, ErrorCode | null]>([
  ["in its time",                     {},                                     "live",    null],
  ["from its first instant on",       { from_at: NOW },                       "live",    null],
  ["before it",                       { from_at: AFTER },                     "planned", "delegation_not_begun"],
  ["at its last instant it is over",  { until_at: NOW },                      "expired", "delegation_expired"],
  ["ended by the merchant",           { ended_at: NOW },                      "ended",   "delegation_ended"],
  ["ended before it began",           { ended_at: BEFORE, from_at: AFTER },   "ended",   "delegation_ended"],
  ["ended, and its time is over",     { ended_at: BEFORE, until_at: NOW },    "ended",   "delegation_ended"],
])("K14 an assignment, %s: %j is %s", (_why, change, status, code) => {
  expect(delegationStatus({ ...facts, ...change }, NOW)).toBe(status)
  expect(refusalOf(() => mustBeLive({ ...facts, ...change }, NOW))).toBe(code)
})

test.each<[DelegablePermission[], Delegable, ErrorCode | null, string]>([
  [["order.dispatch"],             "order.dispatch",   null,                     "its own part"],
  [["order.dispatch"],             "reading",          null,                     "what every general admin sees"],
  [["order.dispatch"],             "catalogue.manage", "delegation_scope_lacks", "another part"],
])("K14 the scope %j, asked for %s: %s (%s)", (scope, needed, code) => {
  expect(refusalOf(() => mustCover({ scope }, needed))).toBe(code)
})

test.each<[string, string, ErrorCode | null, string]>([
  [NOW,    AFTER,                      null,                      "a day"],
  [BEFORE, AFTER,                      null,                      "begun already"],
  [AFTER,  NOW,                        "delegation_time_invalid", "it ends before it begins"],
  [NOW,    NOW,                        "delegation_time_invalid", "no time at all"],
  [BEFORE, NOW,                        "delegation_time_invalid", "over before it is written"],
  [NOW,    "2026-11-28T10:00:00.000Z", null,                      "as long as the policy allows"],
  [NOW,    "2026-11-28T10:00:00.001Z", "delegation_time_invalid", "longer"],
])("K14 from %s until %s: %s (%s)", (from_at, until_at, code) => {
  expect(refusalOf(() => mustBeTimely({ from_at, until_at }, NOW, 3))).toBe(code)
})

test("K14 money, members and rent are never delegated", () => {
  expect([...delegablePermissions]).not.toEqual(expect.arrayContaining(["rent.pay"]))
  expect(delegablePermissions.filter((each) => /merchant|member|rent|settlement/.test(each))).toEqual([])
})
