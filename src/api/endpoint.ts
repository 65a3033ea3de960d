import { z } from "@medusajs/framework/zod"

import type { Delegable } from "../domain/delegation"
import type { ErrorCode } from "../domain/errors"
import type { Permission } from "../domain/merchant"

/**
 * Who may call a route:
 * - `anyone`: no sign-in;
 * - `customer`: a signed-in buyer, own orders only;
 * - `login`: a merchant login that has no person yet (registration);
 * - `person`: a registered person, member of a merchant or not;
 * - `member`: a person, limited by `merchantScope` to the rows of its merchants;
 * - `operator`: staff, signed in to Medusa's dashboard.
 */
export type Caller = "anyone" | "customer" | "login" | "person" | "member" | "operator"

/** One route of ours. Validation, access, and the OpenAPI contract are all made from it. */
export type Endpoint = {
  method: "GET" | "POST" | "DELETE"
  /** Express style: `/merchant/shops/:id`. */
  path: string
  caller: Caller
  /** What a member's role must allow; reading needs none, except what is of people and not of trade. */
  permission?: Permission
  /**
   * Under which part of its scope a shop's general admin may call it for a member (K14); absent where nobody may. Such a
   * route must find its rows through `rowsWithin` or `shopsWithin`: another shop of the same merchant is not found.
   */
  delegable?: Delegable
  summary: string
  description?: string
  /** Strict: unknown keys are refused. Absent means that nothing may be sent. */
  query?: z.ZodObject
  body?: z.ZodObject
  /** The largest body, where Medusa's 100 kB are too small. */
  body_limit?: string
  status: 200 | 201
  answer: z.ZodType
  errors: ErrorCode[]
}

/** What the guard in front of a route may refuse, beside the route's own codes. */
export const refusedByGuard = ({ caller, permission, delegable }: Pick<Endpoint, "caller" | "permission" | "delegable">): ErrorCode[] => [
  "bad_input",
  ...(caller === "member" ? (["merchant_not_found"] as const) : []),
  ...(permission ? (["role_may_not"] as const) : []),
  ...(caller === "member" && !delegable ? (["act_not_delegable"] as const) : []),
  ...(delegable ? (["delegation_not_found", "delegation_not_begun", "delegation_expired", "delegation_ended"] as const) : []),
  ...(delegable && delegable !== "reading" ? (["delegation_scope_lacks"] as const) : []),
]

/** An amount in an answer: minor units, currency, and a form for people. */
export const moneyAnswer = z.strictObject({
  minor: z.int().describe("the amount in the currency's smallest unit"),
  currency: z.string().length(3),
  display: z.string().describe("for people, such as '12,345,000 IRR'"),
})

/** An instant in an answer: ISO 8601, UTC. */
export const instantAnswer = z.iso.datetime()
export const dayAnswer = z.iso.date()

/** An instant in a request: ISO 8601, UTC, with or without fractions of a second; kept to the millisecond. */
export const instantInput = z.iso.datetime().transform((text) => new Date(text).toISOString())

/** What the caller may do next with a resource that waits for someone. */
export const nextActionAnswer = z.strictObject({
  action: z.string(),
  method: z.enum(["GET", "POST", "DELETE"]),
  path: z.string(),
})

/** The query of every list: pages by cursor, never by offset. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().optional().describe("the id of the last row already seen"),
})
