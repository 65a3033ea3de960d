import {
  authenticate,
  type AuthenticatedMedusaRequest,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
  type MiddlewareRoute,
} from "@medusajs/framework/http"
import { parseCorsOrigins, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import cors from "cors"

import { refuse } from "../domain/errors"
import { actingFor, delegatedScope, recordAct } from "./acting-for"
import type { Endpoint } from "./endpoint"
import { merchantScope, type MerchantScope } from "./merchant-scope"

/** A request after the guard: body and query are what the contract says, and a member's scope is known. */
export type GuardedRequest<Body = unknown, Query = Record<string, unknown>> = AuthenticatedMedusaRequest<Body> & {
  validatedQuery: Query
  scopeOfMember: MerchantScope
}

const nothing = z.strictObject({})

/** Postgres keeps no NUL and no half of a character: what holds one is refused before it gets there. */
const unkeepable = (input: unknown): boolean =>
  typeof input === "string" ? /\0|\p{Surrogate}/u.test(input) : typeof input === "object" && input !== null && Object.values(input).some(unkeepable)

function parse(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input)
  if (result.success && !unkeepable(result.data)) return result.data
  if (result.success) return refuse("bad_input", { problems: "request: a text may hold neither a NUL character nor half a character" })
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`)
  return refuse("bad_input", { problems: problems.join("; ") })
}

/** Validates body and query with the endpoint's own schemas; unknown keys are refused. @throws bad_input */
const validate = (endpoint: Endpoint) => (req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction) => {
  if (unkeepable(req.params)) refuse("bad_input", { problems: "path: an id may not hold a NUL character" })
  req.validatedBody = parse(endpoint.body ?? nothing, req.body ?? {})
  req.validatedQuery = parse(endpoint.query ?? nothing, req.query) as Record<string, unknown>
  next()
}

const scope = (endpoint: Endpoint) => async (req: GuardedRequest, _res: MedusaResponse, next: MedusaNextFunction) => {
  const chosen = req.headers["x-pasaj-merchant"]
  const merchant = typeof chosen === "string" ? chosen : undefined
  const delegation = actingFor(req)
  req.scopeOfMember = delegation === undefined
    ? await merchantScope(req.scope, req.auth_context.actor_id, merchant, endpoint.permission)
    : await delegatedScope(req.scope, req.auth_context.actor_id, delegation, merchant, endpoint.delegable)
  next()
}

/** A member by its own login; an operator by its own too, where it says for whom it acts (K14). */
const member = (methods: ("session" | "bearer")[]) => {
  const [asMember, asOperator] = [authenticate("merchant", methods), authenticate("user", methods)]
  return (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => (actingFor(req) === undefined ? asMember : asOperator)(req, res, next)
}

/** Medusa guards /admin by itself; the other areas are ours to guard. */
function access(endpoint: Endpoint) {
  const methods: ("session" | "bearer")[] = ["session", "bearer"]
  if (endpoint.caller === "customer") return [authenticate("customer", methods)]
  if (endpoint.caller === "login") return [authenticate("merchant", methods, { allowUnregistered: true })]
  if (endpoint.caller === "person") return [authenticate("merchant", methods)]
  if (endpoint.caller === "member") return [member(methods), scope(endpoint)]
  return []
}

/** The middlewares of one endpoint: who may call, then what may be said. */
export const guard = (endpoint: Endpoint): MiddlewareRoute => ({
  matcher: endpoint.path,
  methods: [endpoint.method],
  middlewares: [...access(endpoint), validate(endpoint), ...(endpoint.delegable && endpoint.method !== "GET" ? [recordAct(endpoint)] : [])],
  ...(endpoint.body_limit ? { bodyParser: { sizeLimit: endpoint.body_limit } } : {}),
})

/** Medusa answers browsers for /store, /admin and /auth only; merchants' pages may live wherever shops' and operators' do. */
export const merchantCors = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
  const { http } = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  return cors({ origin: parseCorsOrigins(`${http.storeCors},${http.adminCors}`), credentials: true })(req, res, next)
}
