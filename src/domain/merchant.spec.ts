import { isRefusal, type ErrorCode } from "./errors"
import { eventsOf, isFinal, next, statesOf } from "./machine"
import { applicationOf, isCompanyId, isNationalId, may, merchantMachine, permissions, roles, type MerchantEvent, type MerchantState, type Permission } from "./merchant"

const after = (state: MerchantState, event: MerchantEvent): string => {
  try {
    return next(merchantMachine, state, event)
  } catch (caught) {
    if (isRefusal(caught, "wrong_state")) return "refused"
    throw caught
  }
}

describe("the life of a merchant", () => {
  test.each<[MerchantState, MerchantEvent, MerchantState | "refused", string]>([
    //  state          event             after            why
    ["applied",        "claim",          "in_review",     "K10 staff take it up"],
    ["in_review",      "verify",         "verified",      "K10 and verify it"],
    ["in_review",      "ask_changes",    "needs_changes", "or ask for more"],
    ["needs_changes",  "resubmit",       "in_review",     "and get it"],
    ["in_review",      "reject",         "rejected",      "or refuse"],
    ["in_review",      "release",        "applied",       "K10 a reviewer who cannot go on puts it back"],
    ["needs_changes",  "release",        "refused",       "what waits for the applicant is nobody's to put back"],
    ["verified",       "suspend",        "suspended",     "a decision"],
    ["suspended",      "reinstate",      "verified",      "found wrong"],
    ["suspended",      "close",          "closed",        "a decision"],
    ["verified",       "leave",          "leaving",       "O9 a merchant may leave at any time"],
    ["leaving",        "stay",           "verified",      "O9 and think again"],
    ["leaving",        "finish_leaving", "closed",        "O9 when nothing is owed"],
    ["applied",        "verify",         "refused",       "K10 nobody is verified unread"],
    ["needs_changes",  "verify",         "refused",       "K10 nor before the changes came"],
    ["rejected",       "claim",          "refused",       "a rejection is final; apply anew"],
    ["suspended",      "leave",          "refused",       "not out of a suspension"],
    ["closed",         "reinstate",      "refused",       "closed is closed"],
  ])("%s, %s: %s (%s)", (state, event, expected) => expect(after(state, event)).toBe(expected))

  test("it starts as an application; rejected and closed are its ends", () => {
    expect(merchantMachine.initial).toBe("applied")
    expect(statesOf(merchantMachine).filter((state) => isFinal(merchantMachine, state))).toEqual(["rejected", "closed"])
    expect(eventsOf(merchantMachine, "applied")).toEqual(["claim"])
  })
})

describe("what a role may do", () => {
  test.each<[Permission, string, string]>([
    //  permission            roles                                why
    ["merchant.manage",       "owner",                             "who the merchant is"],
    ["member.manage",         "owner",                             "who else belongs to it"],
    ["shop.manage",           "owner, manager",                    "shops are run by managers"],
    ["catalogue.manage",      "owner, manager",                    "and so are products"],
    ["rent.pay",              "owner, manager, accountant",        "money out"],
    ["rent.pay_from_balance", "owner, accountant",                 "what may also be paid out"],
    ["order.dispatch",        "owner, manager, packer",            "K3 whoever packs"],
    ["settlement.request",    "owner, accountant",                 "K5 money to one's own account"],
  ])("%s: %s (%s)", (permission, expected) => {
    expect(roles.filter((role) => may(role, permission)).join(", ")).toBe(expected)
  })

  test("a viewer only reads; the table above is complete", () => {
    const all = Object.keys(permissions)
    expect(all).toHaveLength(8)
    expect((all as Permission[]).filter((permission) => may("viewer", permission))).toEqual([])
  })
})

describe("K10 identity", () => {
  test.each([
    //  id            valid  why
    ["0499370899",    true,  "a checksum below 2 stands for itself, or 11 less it"],
    ["0790419904",    true,  "another"],
    ["1111111111",    false, "ten times the same digit passes the sum and is nobody's"],
    ["0499370898",    false, "one digit off"],
    ["0499730899",    false, "two digits swapped"],
    ["049937089",     false, "nine digits"],
    ["04993708990",   false, "eleven"],
    ["049937089a",    false, "a letter"],
    ["۰۴۹۹۳۷۰۸۹۹",    false, "Persian digits are made Latin before"],
    ["",              false, "nothing"],
  ])("national id %s: %s (%s)", (id, valid) => expect(isNationalId(id)).toBe(valid))

  test.each([
    //  id             valid  why
    ["10380284790",   true,  "the register's own example"],
    ["10320894878",   true,  "another"],
    ["10861677542",   true,  "another"],
    ["14007650912",   true,  "a newer one"],
    ["10380284791",   false, "one digit off"],
    ["10380284970",   false, "two digits swapped"],
    ["10380285692",   false, "somebody else's checksum"],
    ["10300000040",   false, "a register number of nothing"],
    ["1038028479",    false, "ten digits"],
    ["103802847900",  false, "twelve"],
    ["1038028479a",   false, "a letter"],
    ["",              false, "nothing"],
  ])("company id %s: %s (%s)", (id, valid) => expect(isCompanyId(id)).toBe(valid))

  test.each<[string, "natural" | "legal", string | null, string | null, ErrorCode | null]>([
    ["a person with a national id",     "natural", "0499370899", null,          null],
    ["a company with a company id",     "legal",   null,         "10380284790", null],
    ["a company that names its owner",  "legal",   "0499370899", "10380284790", null],
    ["a person without",                "natural", null,         null,          "merchant_identity_missing"],
    ["a person with a company's",       "natural", null,         "10380284790", "merchant_identity_missing"],
    ["a company without",               "legal",   null,         null,          "merchant_identity_missing"],
    ["a person with a wrong one",       "natural", "0499370898", null,          "national_id_invalid"],
    ["a company with a wrong id",       "legal",   null,         "10380284791", "company_id_invalid"],
    ["a company with a wrong owner",    "legal",   "1111111111", "10380284790", "national_id_invalid"],
  ])("K10 %s: %#", (_, kind, national_id, company_id, code) => {
    const application = { kind, national_id, company_id }
    let caught: unknown
    try {
      expect(applicationOf(application)).toBe(application)
    } catch (error) {
      caught = error
    }
    expect(code === null ? caught === undefined : isRefusal(caught, code)).toBe(true)
  })
})
