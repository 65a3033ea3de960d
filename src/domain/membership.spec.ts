import type { ErrorCode } from "./errors"
import type { Role } from "./merchant"
import { invitationStatus, mailbox, mustBeOpen, mustHaveRoom, mustStayManaged, type InvitationFacts, type InvitationStatus } from "./membership"

const refusalOf = (act: () => void): ErrorCode | null => {
  try {
    act()
    return null
  } catch (caught) {
    return (caught as { code: ErrorCode }).code
  }
}

test.each<[Role[], Role | null, ErrorCode | null, string]>([
  //  the others                      then       refused       why
  [["owner"],                         null,      null,         "another owner stays"],
  [["owner"],                         "viewer",  null,         "and may step down too"],
  [[],                                null,      "last_owner", "nobody would be left"],
  [["manager", "packer", "viewer"],   null,      "last_owner", "none of them can let anybody in"],
  [["manager"],                       "manager", "last_owner", "stepping down is leaving, to this rule"],
  [[],                                "owner",   null,         "an owner who stays an owner"],
  [["owner", "owner"],                null,      null,         "two are left"],
])("beside %j, a member becomes %s: %s (%s)", (others, role, code) => {
  expect(refusalOf(() => mustStayManaged(others, role))).toBe(code)
})

test.each<[number | null, number, ErrorCode | null, string]>([
  //  most  taken  refused                  why
  [3,       2,     null,                    "the last seat"],
  [3,       3,     "member_limit_reached",  "no seat"],
  [3,       9,     "member_limit_reached",  "after a smaller plan: those who are there stay, nobody joins"],
  [null,    900,   null,                    "without limit"],
  [0,       0,     "member_limit_reached",  "a plan for nobody else"],
])("of %s seats %i are taken: %s (%s)", (most, seats, code) => {
  expect(refusalOf(() => mustHaveRoom(most, seats))).toBe(code)
})

const NOW = "2026-11-25T10:00:00.000Z"
const LATER = "2026-11-26T10:00:00.000Z"
const open: InvitationFacts = { expires_at: LATER, accepted_at: null, revoked_at: null, replaced_at: null }

test.each<[string, Partial<InvitationFacts>, InvitationStatus, ErrorCode | null]>([
  ["it waits",                           {},                                      "open",     null],
  ["its time is over at that instant",   { expires_at: NOW },                     "expired",  "invitation_expired"],
  ["it was accepted",                    { accepted_at: NOW },                    "accepted", "invitation_used"],
  ["accepted, then out of time",         { accepted_at: NOW, expires_at: NOW },   "accepted", "invitation_used"],
  ["it was taken back",                  { revoked_at: NOW },                     "revoked",  "invitation_invalid"],
  ["a newer one took its place",         { replaced_at: NOW },                    "replaced", "invitation_invalid"],
])("an invitation, %s: %j is %s", (_why, facts, status, code) => {
  expect(invitationStatus({ ...open, ...facts }, NOW)).toBe(status)
  expect(refusalOf(() => mustBeOpen({ ...open, ...facts }, NOW))).toBe(code)
})

test("a mailbox is the same in capitals", () => expect(mailbox(" Sara@Example.COM ")).toBe("sara@example.com"))
