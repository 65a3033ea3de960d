import { addDays, addToInstant, startOfDay, type Day, type Instant } from "./calendar"
import { refuse } from "./errors"

/** What identifies and describes a merchant; each may be asked for, changed and checked on its own (K10). */
export const fieldNames = [
  "name", "national_id", "company_id", "licence_number", "licence_expires_on", "phone", "city", "address", "postal_code",
] as const
export type FieldName = (typeof fieldNames)[number]

export const documentKinds = ["national_card", "licence", "company_registration", "bank_letter", "address_proof"] as const
export type DocumentKind = (typeof documentKinds)[number]

/** One thing that a reviewer looks at: a field, the payout account, or a document. */
export type Item = FieldName | "payout_account" | `document:${DocumentKind}`
export const documentItem = (kind: DocumentKind): Item => `document:${kind}`
export const items: readonly Item[] = [...fieldNames, "payout_account", ...documentKinds.map(documentItem)]

/** What buyers may be told of a trader; a national id or a telephone number cannot even be chosen. */
export const publicFields = ["licence_number", "company_id", "city", "address", "postal_code"] as const
export type PublicField = (typeof publicFields)[number]

/** The four kinds of applicants: natural or legal, with or without a business licence. */
export const requirementSets = ["natural_unlicensed", "natural_licensed", "legal_unlicensed", "legal_licensed"] as const
export type SetName = (typeof requirementSets)[number]
export type RequirementSet = { fields: (FieldName | "payout_account")[]; documents: DocumentKind[]; public: PublicField[] }

export const documentTypes = ["application/pdf", "image/jpeg", "image/png", "image/webp"] as const
export type DocumentType = (typeof documentTypes)[number]
/** No edition may take larger documents: a request has an end. */
export const largestDocument = 5 * 1024 * 1024

/** One edition of what operators decided about verification; an application keeps the one that it was made under. */
export type VerificationRules = {
  sets: Record<SetName, RequirementSet>
  document_types: DocumentType[]
  document_max_bytes: number
  /** How many documents a merchant may hand in, replaced ones included. */
  document_count: number
  /** Days before something expires at which the merchant is reminded. */
  reminder_days: number[]
  /** Days after something expired until the merchant's shops stop. */
  grace_days: number
  /** How long a merchant that leaves waits at least, so that orders under way come into the books first. */
  leaving_hours: number
  /** For how many years the law wants the identity of a merchant that left kept. */
  identity_years: number
  /** For how many days a rejected application is kept. */
  rejected_days: number
}

export const setNameOf = (merchant: { kind: "natural" | "legal"; licensed: boolean }): SetName =>
  `${merchant.kind}_${merchant.licensed ? "licensed" : "unlicensed"}`

/** What each kind of applicant cannot have: to ask for it would shut them out. */
const impossible: Record<SetName, readonly string[]> = {
  natural_unlicensed: ["company_id", "licence_number", "licence_expires_on", "licence", "company_registration"],
  natural_licensed: ["company_id", "company_registration"],
  legal_unlicensed: ["licence_number", "licence_expires_on", "licence"],
  legal_licensed: [],
}

/** Rules that somebody can meet, each list without repetition. @throws verification_rules_contradict */
export function rulesOf(rules: VerificationRules): VerificationRules {
  const sets = { ...rules.sets }
  for (const name of requirementSets) {
    const { fields, documents, public: shown } = sets[name]
    const item = [...fields, ...documents].find((each) => impossible[name].includes(each))
    if (item) refuse("verification_rules_contradict", { set: name, item })
    sets[name] = { fields: [...new Set(fields)], documents: [...new Set(documents)], public: [...new Set(shown)] }
  }
  return { ...rules, sets, document_types: [...new Set(rules.document_types)], reminder_days: [...new Set(rules.reminder_days)].sort((a, b) => b - a) }
}

/** What a merchant has given so far. */
export type Given = {
  kind: "natural" | "legal"
  licensed: boolean
  fields: Record<FieldName, string | null>
  payout_account: boolean
  documents: { kind: DocumentKind; expires_on: Day | null }[]
}

/** What the rules ask of this merchant, in their order. */
export function requiredOf(rules: VerificationRules, merchant: Pick<Given, "kind" | "licensed">): Item[] {
  const { fields, documents } = rules.sets[setNameOf(merchant)]
  return [...fields, ...documents.map(documentItem)]
}

/** What is still missing on `today`; what has expired counts as missing. */
export function missingOf(rules: VerificationRules, given: Given, today: Day): Item[] {
  const expired = new Set(expiriesOf(given).filter(({ expires_on }) => expires_on < today).map(({ item }) => item))
  const held = new Set<Item>([
    ...fieldNames.filter((field) => given.fields[field] !== null && given.fields[field] !== ""),
    ...(given.payout_account ? ["payout_account" as const] : []),
    ...given.documents.map(({ kind }) => documentItem(kind)),
  ])
  return [...new Set([...requiredOf(rules, given).filter((item) => !held.has(item)), ...expired])]
}

/** What of a merchant's papers has an end, and the last day on which it is good. */
export const expiriesOf = ({ fields, documents }: Pick<Given, "fields" | "documents">): { item: Item; expires_on: Day }[] => [
  ...(fields.licence_expires_on ? [{ item: "licence_expires_on" as const, expires_on: fields.licence_expires_on }] : []),
  ...documents.flatMap(({ kind, expires_on }) => (expires_on ? [{ item: documentItem(kind), expires_on }] : [])),
]

export type Reminder = { act: "remind" | "expire" | "stop"; days: number; due_at: Instant }

/** What is to be done about a paper that is good through `expiresOn`: reminders not yet past, its expiry, and the stop after the grace. */
export function remindersOf(expiresOn: Day, rules: VerificationRules, zone: string, at: Instant): Reminder[] {
  const on = (days: number): Instant => startOfDay(addDays(expiresOn, days), zone)
  const reminders = rules.reminder_days.map((days): Reminder => ({ act: "remind", days, due_at: on(-days) }))
  return [
    ...reminders.filter(({ due_at }) => due_at > at),
    { act: "expire", days: 0, due_at: on(1) },
    { act: "stop", days: rules.grace_days, due_at: on(1 + rules.grace_days) },
  ]
}

/** From when on a merchant that began to leave at `since` may be gone. */
export const goneFrom = (since: Instant, rules: VerificationRules): Instant => addToInstant(since, { hours: rules.leaving_hours })

/** Whoever expired yesterday cannot be handed in today. @throws document_expired */
export function mustStillBeGood(expiresOn: Day | null, today: Day): void {
  if (expiresOn !== null && expiresOn < today) refuse("document_expired", { expires_on: expiresOn })
}

/** Who a buyer trades with, as the shop's page says it: what the rules make public and nothing else. */
export type Trader = { name: string; kind: "natural" | "legal"; licensed: boolean; verified_since: Instant | null } & Record<PublicField, string | null>
type Subject = Pick<Given, "kind" | "licensed"> & { name: string; verified_at: Instant | null } & Record<PublicField, string | null>

export function traderOf(rules: VerificationRules, merchant: Subject): Trader {
  const shown = rules.sets[setNameOf(merchant)].public
  const told = (field: PublicField): string | null => (shown.includes(field) ? merchant[field] : null)
  return {
    name: merchant.name, kind: merchant.kind, licensed: merchant.licensed, verified_since: merchant.verified_at,
    licence_number: told("licence_number"), company_id: told("company_id"), city: told("city"), address: told("address"), postal_code: told("postal_code"),
  }
}
