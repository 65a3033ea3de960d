import fc from "fast-check"

import { isRefusal, type ErrorCode } from "./errors"
import {
  documentItem, expiriesOf, fieldNames, goneFrom, missingOf, mustStillBeGood, remindersOf, requiredOf, requirementSets, rulesOf, traderOf,
  type Given, type Item, type RequirementSet, type VerificationRules,
} from "./verification"
import { checkKinds, subjectOf } from "./verification-check"

const set = (fields: RequirementSet["fields"], documents: RequirementSet["documents"], shown: RequirementSet["public"] = []): RequirementSet => ({ fields, documents, public: shown })
const rules: VerificationRules = {
  sets: {
    natural_unlicensed: set(["national_id", "payout_account"], ["national_card"], ["city"]),
    natural_licensed: set(["national_id", "licence_number", "licence_expires_on"], ["national_card", "licence"], ["licence_number", "city"]),
    legal_unlicensed: set(["company_id"], ["company_registration"], ["company_id", "address"]),
    legal_licensed: set(["company_id", "licence_number"], ["company_registration", "licence"], ["company_id", "licence_number", "address"]),
  },
  document_types: ["application/pdf"], document_max_bytes: 1_000, document_count: 10, reminder_days: [30, 7], grace_days: 10, leaving_hours: 24,
  identity_years: 10, rejected_days: 180,
}
const nothing = Object.fromEntries(fieldNames.map((name) => [name, null])) as Given["fields"]
const TODAY = "2026-11-25"

type Row = [string, "natural" | "legal", boolean, Partial<Given["fields"]>, boolean, Given["documents"], Item[]]
const card = { kind: "national_card" as const, expires_on: null }
const licence = (expires_on: string | null) => ({ kind: "licence" as const, expires_on })
const registration = { kind: "company_registration" as const, expires_on: null }
const person = { national_id: "0499370899" }

describe("K10 what is missing", () => {
  test.each<Row>([
    // who                                       kind       licensed  fields                                    Sheba   documents                          missing
    ["a person with everything",                 "natural", false,    person,                                   true,   [card],                            []],
    ["a person without a Sheba",                 "natural", false,    person,                                   false,  [card],                            ["payout_account"]],
    ["a person without papers",                  "natural", false,    person,                                   true,   [],                                ["document:national_card"]],
    ["a licence has an end, which is asked for", "natural", true,     { ...person, licence_number: "7" },       false,  [card, licence(null)],             ["licence_expires_on"]],
    ["a licence that ends today is good today",  "natural", true,     { ...person, licence_number: "7", licence_expires_on: TODAY }, false, [card, licence(TODAY)], []],
    ["a licence that ended yesterday",           "natural", true,     { ...person, licence_number: "7", licence_expires_on: "2026-11-24" }, false, [card, licence("2026-11-24")], ["licence_expires_on", "document:licence"]],
    ["what is not asked for may not be expired", "legal",   false,    { company_id: "10380284790" },            false,  [registration, licence("2020-01-01")], ["document:licence"]],
    ["an empty text is nothing",                 "legal",   true,     { company_id: "10380284790", licence_number: "" }, false, [registration, licence(null)], ["licence_number"]],
    ["a company with nothing at all",            "legal",   true,     {},                                       false,  [],                                ["company_id", "licence_number", "document:company_registration", "document:licence"]],
  ])("%s", (_why, kind, licensed, fields, payout_account, documents, missing) => {
    expect(missingOf(rules, { kind, licensed, fields: { ...nothing, ...fields }, payout_account, documents }, TODAY)).toEqual(missing)
  })

  test("nobody who has given all that is required lacks anything, in any of the four sets", () => {
    for (const name of requirementSets) {
      const [kind, licence_] = name.split("_") as ["natural" | "legal", string]
      const given: Given = {
        kind, licensed: licence_ === "licensed", payout_account: true, fields: { ...nothing, ...Object.fromEntries(fieldNames.map((field) => [field, "2030-01-01"])) },
        documents: rules.sets[name].documents.map((each) => ({ kind: each, expires_on: null })),
      }
      expect([requiredOf(rules, given).length > 0, missingOf(rules, given, TODAY)]).toEqual([true, []])
    }
  })
})

describe("an edition of the rules", () => {
  const refusedWith = (change: Partial<VerificationRules["sets"]>): ErrorCode | null => {
    try {
      rulesOf({ ...rules, sets: { ...rules.sets, ...change } })
      return null
    } catch (error) {
      return isRefusal(error, "verification_rules_contradict") ? "verification_rules_contradict" : null
    }
  }

  test.each<[string, Partial<VerificationRules["sets"]>, ErrorCode | null]>([
    ["more of a person is fine",                             { natural_unlicensed: set(["postal_code", "city"], ["bank_letter"]) }, null],
    ["nothing at all is fine too",                           { legal_licensed: set([], []) }, null],
    ["nobody without a licence has its number",              { natural_unlicensed: set(["licence_number"], []) }, "verification_rules_contradict"],
    ["nor its picture",                                      { legal_unlicensed: set([], ["licence"]) }, "verification_rules_contradict"],
    ["a person is not in the companies' register",           { natural_licensed: set(["company_id"], []) }, "verification_rules_contradict"],
  ])("K10 %s", (_why, change, code) => expect(refusedWith(change)).toBe(code))

  test("says each thing once, and reminds the earliest first", () => {
    const tidy = rulesOf({ ...rules, reminder_days: [7, 30, 7], document_types: ["image/png", "image/png"], sets: { ...rules.sets, legal_licensed: set(["city", "city"], []) } })
    expect([tidy.reminder_days, tidy.document_types, tidy.sets.legal_licensed.fields]).toEqual([[30, 7], ["image/png"], ["city"]])
  })
})

describe("what ends", () => {
  const zone = "Asia/Tehran"

  test("K10 is reminded of, then has expired, then stops the shops; what is past already is not reminded of", () => {
    const all = remindersOf("2026-12-31", rules, zone, "2026-11-25T00:00:00.000Z")
    expect(all).toEqual([
      { act: "remind", days: 30, due_at: "2026-11-30T20:30:00.000Z" },
      { act: "remind", days: 7, due_at: "2026-12-23T20:30:00.000Z" },
      { act: "expire", days: 0, due_at: "2026-12-31T20:30:00.000Z" },
      { act: "stop", days: 10, due_at: "2027-01-10T20:30:00.000Z" },
    ])
    expect(remindersOf("2026-12-31", rules, zone, "2026-12-20T00:00:00.000Z").map(({ act, days }) => [act, days])).toEqual([["remind", 7], ["expire", 0], ["stop", 10]])
  })

  test("a stop never comes before its expiry, and no reminder after it", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 365 }), { maxLength: 8 }), fc.integer({ min: 0, max: 365 }), (reminder_days, grace_days) => {
      const found = remindersOf("2027-06-15", rulesOf({ ...rules, reminder_days, grace_days }), zone, "2026-01-01T00:00:00.000Z")
      const expiry = found.find(({ act }) => act === "expire")?.due_at ?? ""
      return found.every(({ act, due_at }) => (act === "remind" ? due_at < expiry : due_at >= expiry))
    }))
  })

  test("of papers, those with an end", () => {
    expect(expiriesOf({ fields: { ...nothing, licence_expires_on: "2027-01-01" }, documents: [card, licence("2027-02-02")] })).toEqual([
      { item: "licence_expires_on", expires_on: "2027-01-01" }, { item: documentItem("licence"), expires_on: "2027-02-02" },
    ])
  })

  test.each([[null, true], [TODAY, true], ["2026-11-24", false]])("handed in today, good until %s: %s", (until, fits) => {
    const attempt = () => mustStillBeGood(until, TODAY)
    if (fits) expect(attempt).not.toThrow()
    else expect(attempt).toThrow(expect.objectContaining({ code: "document_expired" }) as Error)
  })

  test("O9 whoever leaves waits some hours", () => expect(goneFrom("2026-11-25T10:00:00.000Z", rules)).toBe("2026-11-26T10:00:00.000Z"))
})

describe("K10 what buyers are told of a trader", () => {
  const merchant = {
    name: "Sara", verified_at: "2026-11-25T10:00:00.000Z", licence_number: "L-7", company_id: "10380284790", city: "Tehran", address: "Enqelab 1", postal_code: "1234567890",
    national_id: "0499370899", phone: "+989120000000",
  }

  test.each([
    ["natural", false, { city: "Tehran" }],
    ["natural", true, { licence_number: "L-7", city: "Tehran" }],
    ["legal", true, { company_id: "10380284790", licence_number: "L-7", address: "Enqelab 1" }],
  ] as const)("%s, licensed %s: what the rules make public", (kind, licensed, told) => {
    const hidden = { licence_number: null, company_id: null, city: null, address: null, postal_code: null }
    expect(traderOf(rules, { ...merchant, kind, licensed })).toEqual({ name: "Sara", kind, licensed, verified_since: merchant.verified_at, ...hidden, ...told })
  })

  test("never a national id or a telephone number, whatever the rules", () => {
    const all = { ...rules, sets: Object.fromEntries(requirementSets.map((name) => [name, set([], [], ["licence_number", "company_id", "city", "address", "postal_code"])])) as VerificationRules["sets"] }
    const told = JSON.stringify(traderOf(all, { ...merchant, kind: "natural", licensed: false }))
    expect([told.includes(merchant.national_id), told.includes(merchant.phone)]).toEqual([false, false])
  })
})

describe("K10 an electronic check", () => {
  const facts = { kind: "natural" as const, name: "Sara", national_id: "0499370899", company_id: null, licence_number: null, phone: "+98", sheba: null, holder: null }

  test("is given exactly what it compares", () => {
    expect(subjectOf("national_id_name", facts)).toEqual({ national_id: "0499370899", name: "Sara" })
    expect(subjectOf("phone_owner", { ...facts, kind: "legal", company_id: "10380284790" })).toEqual({ phone: "+98", company_id: "10380284790" })
  })

  test("cannot be made of what the merchant has not given", () => {
    const refused = checkKinds.filter((kind) => {
      try {
        subjectOf(kind, facts)
        return false
      } catch (error) {
        return isRefusal(error, "check_subject_missing")
      }
    })
    expect(refused).toEqual(["company_id_name", "payout_account_owner", "licence"])
  })
})
