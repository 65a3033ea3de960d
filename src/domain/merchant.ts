import { refuse } from "./errors"
import type { Machine } from "./machine"

export type MerchantState = "applied" | "in_review" | "needs_changes" | "rejected" | "verified" | "suspended" | "leaving" | "closed"
export type MerchantEvent = "claim" | "release" | "verify" | "ask_changes" | "resubmit" | "reject" | "suspend" | "reinstate" | "close" | "leave" | "stay" | "finish_leaving"

/** The life of a merchant, from application to closure (K10, O9). */
export const merchantMachine: Machine<MerchantState, MerchantEvent> = {
  name: "merchant",
  initial: "applied",
  states: {
    applied: { claim: "in_review" },
    in_review: { release: "applied", verify: "verified", ask_changes: "needs_changes", reject: "rejected" },
    needs_changes: { resubmit: "in_review" },
    rejected: {},
    verified: { suspend: "suspended", leave: "leaving", close: "closed" },
    suspended: { reinstate: "verified", close: "closed" },
    leaving: { finish_leaving: "closed", stay: "verified" },
    closed: {},
  },
}

export const roles = ["owner", "manager", "packer", "accountant", "viewer"] as const
export type Role = (typeof roles)[number]

/** What a member may do beyond reading. One table, so that a role is understood at a glance. */
export const permissions = {
  "merchant.manage": ["owner"],
  "member.manage": ["owner"],
  "shop.manage": ["owner", "manager"],
  "catalogue.manage": ["owner", "manager"],
  "rent.pay": ["owner", "manager", "accountant"],
  "rent.pay_from_balance": ["owner", "accountant"],
  "order.dispatch": ["owner", "manager", "packer"],
  "settlement.request": ["owner", "accountant"],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export const may = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role)

/** Iran's national id: ten digits, the last one a checksum mod 11 over the nine before it. */
export function isNationalId(text: string): boolean {
  if (!/^\d{10}$/.test(text) || /^(\d)\1{9}$/.test(text)) return false
  const digits = [...text].map(Number)
  const rest = digits.slice(0, 9).reduce((all, digit, i) => all + digit * (10 - i), 0) % 11
  return digits[9] === (rest < 2 ? rest : 11 - rest)
}

/** Iran's id of a legal person: eleven digits, the last one a checksum mod 11 over the ten before it, each raised by the tenth and 2. */
export function isCompanyId(text: string): boolean {
  if (!/^\d{11}$/.test(text) || text.slice(3, 9) === "000000") return false
  const digits = [...text].map(Number)
  const raise = (digits[9] ?? 0) + 2
  const weights = [29, 27, 23, 19, 17]
  const rest = digits.slice(0, 10).reduce((all, digit, i) => all + (digit + raise) * (weights[i % 5] ?? 0), 0) % 11
  return digits[10] === (rest === 10 ? 0 : rest)
}

type Identity = { kind: "natural" | "legal"; national_id: string | null; company_id: string | null }

/**
 * An application whose identity fits its kind (K10): a natural person has a national id, a legal one a company id.
 * @throws merchant_identity_missing, national_id_invalid, company_id_invalid
 */
export function applicationOf<Application extends Identity>(application: Application): Application {
  const { kind, national_id, company_id } = application
  if (kind === "natural" && national_id === null) refuse("merchant_identity_missing", { kind, field: "national_id" })
  if (kind === "legal" && company_id === null) refuse("merchant_identity_missing", { kind, field: "company_id" })
  if (national_id !== null && !isNationalId(national_id)) refuse("national_id_invalid", { national_id })
  if (company_id !== null && !isCompanyId(company_id)) refuse("company_id_invalid", { company_id })
  return application
}
