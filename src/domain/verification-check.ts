import { refuse } from "./errors"

/** What an electronic service can confirm of a merchant (K10), each by what it compares. */
export const checkKinds = ["national_id_name", "company_id_name", "phone_owner", "payout_account_owner", "licence"] as const
export type CheckKind = (typeof checkKinds)[number]

/** `pending`: somebody has yet to answer. `unknown`: the service could not say. */
export const checkResults = ["passed", "failed", "pending", "unknown"] as const
export type CheckResult = (typeof checkResults)[number]

export type CheckFacts = {
  kind: "natural" | "legal"
  name: string | null
  national_id: string | null
  company_id: string | null
  licence_number: string | null
  phone: string | null
  sheba: string | null
  holder: string | null
}
export type CheckSubject = Record<string, string>

const compared: Record<CheckKind, (keyof CheckFacts)[]> = {
  national_id_name: ["national_id", "name"],
  company_id_name: ["company_id", "name"],
  phone_owner: ["phone", "national_id"],
  payout_account_owner: ["sheba", "holder"],
  licence: ["licence_number", "name"],
}

/** What a check compares, as a provider is given it and as it is kept with the result. @throws check_subject_missing */
export function subjectOf(kind: CheckKind, facts: CheckFacts): CheckSubject {
  const keys = compared[kind].map((key) => (key === "national_id" && facts.kind === "legal" ? "company_id" : key))
  const missing = keys.filter((key) => facts[key] === null)
  if (missing.length > 0) refuse("check_subject_missing", { kind, missing: missing.join(", ") })
  return Object.fromEntries(keys.map((key) => [key, String(facts[key])]))
}
