import { createRequire } from "node:module"

import { endpoints, openApiOfZod, refusalsOf, statusOf, z } from "./endpoints.mjs"
import { filesBelow, load, read } from "./source.mjs"

const require = createRequire(import.meta.url)

/** Who may call, in words, and how such a caller is known. */
const callers = {
  anyone: { words: "anyone", security: [] },
  customer: { words: "a signed-in buyer, for orders of their own", security: ["customer_token", "session"] },
  login: { words: "a merchant's login that has no person yet", security: ["merchant_token", "session"] },
  person: { words: "a registered person, member of a merchant or not", security: ["merchant_token", "session"] },
  member: { words: "a member of a merchant, for the rows of that merchant", security: ["merchant_token", "session"] },
  operator: { words: "an operator, signed in to the dashboard", security: ["operator_token", "operator_key", "session"] },
}

const securitySchemes = {
  customer_token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "From POST /auth/customer/emailpass." },
  merchant_token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "From POST /auth/merchant/emailpass." },
  operator_token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "From POST /auth/user/emailpass." },
  operator_key: { type: "http", scheme: "basic", description: "A secret API key of Medusa as the user name, without a password." },
  session: { type: "apiKey", in: "cookie", name: "connect.sid", description: "From POST /auth/session, with a token." },
  publishable_key: { type: "apiKey", in: "header", name: "x-publishable-api-key", description: "Every /store route asks for it." },
}

/** /store asks for the publishable key beside whatever else it asks for. */
function securityOf({ caller, path, delegable }) {
  const store = path.startsWith("/store/") ? { publishable_key: [] } : {}
  const ways = [...callers[caller].security, ...(delegable ? ["operator_token"] : [])].map((name) => ({ [name]: [], ...store }))
  return ways.length > 0 ? ways : [store]
}

const pathParameters = (path) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ in: "path", name, required: true, schema: { type: "string" } }))

const chosenMerchant = {
  in: "header", name: "x-pasaj-merchant", required: false, schema: { type: "string" },
  description: "For which of one's merchants; needed where a person has several and the route makes something.",
}

const actingFor = {
  in: "header", name: "x-pasaj-acting-for", required: false, schema: { type: "string" },
  description: "For operators: the assignment under which a shop's general admin calls the route for the merchant, with a login to the dashboard.",
}

const asComponent = (name) => name[0].toUpperCase() + name.slice(1)

/** Gives the schemas that a contract exports their names, so that the document says each of them once. */
function nameSchemas(registry) {
  const named = new Map()
  for (const file of ["src/api/endpoint.ts", ...filesBelow("src/api", "contract.ts"), ...filesBelow("src/api", "answer.ts")]) {
    if (!read(file).includes("z.strictObject")) continue
    for (const [key, schema] of Object.entries(load(file))) {
      if (!(schema instanceof z.ZodObject) || !/(Answer|Body)$/.test(key)) continue
      const name = asComponent(key)
      if (named.has(name) && named.get(name) !== schema) throw new Error(`${file} and another file both export '${name}': rename one.`)
      named.set(name, schema)
      // Beside the schema rather than by `schema.openapi(name)`, which would name a copy that nobody uses.
      registry.add(schema, { _internal: { refId: name } })
    }
  }
}

const sentence = (message) => (message === "{problems}" ? "What is wrong with the request, key by key." : message)

/** One answer for each status that the refusals of a route can have, with the codes as an enum. */
function refusalAnswers(endpoint, errors) {
  const byStatus = new Map()
  for (const each of refusalsOf(endpoint)) {
    const status = statusOf(errors[each].type)
    byStatus.set(status, [...(byStatus.get(status) ?? []), each])
  }
  const schema = (codes) => ({ allOf: [{ $ref: "#/components/schemas/Refusal" }, { properties: { code: { enum: codes } } }] })
  const answers = [...byStatus].map(([status, codes]) => [
    status, { description: codes.map((each) => `${each}: ${sentence(errors[each].message)}`).join("\n"), content: { "application/json": { schema: schema(codes) } } },
  ])
  const signedOut = endpoint.caller === "anyone" ? [] : [[401, { description: "Nobody is signed in, or somebody of another kind." }]]
  return Object.fromEntries([...answers, ...signedOut].sort(([a], [b]) => a - b))
}

function routeOf(endpoint, errors) {
  const { method, path, caller, permission, delegable, summary, description, query, body, body_limit, status, answer } = endpoint
  const json = (schema) => ({ "application/json": { schema } })
  return {
    method: method.toLowerCase(),
    path: path.replace(/:(\w+)/g, "{$1}"),
    operationId: operationId(method, path),
    tags: [path.split("/")[1]],
    summary,
    ...(description ? { description } : {}),
    "x-caller": caller,
    "x-caller-means": callers[caller].words,
    ...(permission ? { "x-permission": permission } : {}),
    ...(delegable ? { "x-delegable": delegable } : {}),
    ...(body_limit ? { "x-body-limit": body_limit } : {}),
    security: securityOf(endpoint),
    parameters: [...pathParameters(path), ...(caller === "member" ? [chosenMerchant] : []), ...(delegable ? [actingFor] : [])],
    request: { ...(query ? { query } : {}), ...(body ? { body: { required: true, content: json(body) } } : {}) },
    responses: { [status]: { description: summary, content: json(answer) }, ...refusalAnswers(endpoint, errors) },
  }
}

const operationId = (method, path) =>
  [method.toLowerCase(), ...path.split("/").filter(Boolean).map((part) => (part.startsWith(":") ? `by-${part.slice(1)}` : part))].join("-")

/**
 * A reference with `null` beside it: the generator writes `allOf: [ref, {type: [object, null]}]`, which null cannot
 * satisfy; OpenAPI 3.1 says it as `anyOf`. A reference with a description needs no allOf either.
 */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  const [reference, more] = Array.isArray(value.allOf) && value.allOf.length === 2 ? value.allOf : []
  if (reference?.$ref && more && Array.isArray(more.type) && more.type.includes("null")) {
    const { type, ...rest } = more
    return plain({ ...rest, anyOf: [reference, { type: "null" }] })
  }
  if (reference?.$ref && more && Object.keys(more).every((key) => key === "description")) {
    return { ...reference, ...(more.description ? { description: more.description } : {}) }
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

const info = (version) => ({
  title: "Pasaj",
  version,
  license: { name: "MIT", identifier: "MIT" },
  description:
    "The rent-a-shop marketplace for Medusa: the routes that Pasaj adds to Medusa's own. Unknown keys are refused, in " +
    "bodies and in queries. Amounts are whole minor units with their currency and a form for people; instants are UTC.",
})

const refusal = {
  type: "object",
  description: "A refused request has changed nothing. Compare `code`; `message` is for people.",
  properties: { type: { type: "string" }, code: { type: "string" }, message: { type: "string" } },
  required: ["type", "code", "message"],
}

/** The contract as an OpenAPI 3.1 object, made from the very schemas that validate the requests. */
export function openApi() {
  const { OpenAPIRegistry, OpenApiGeneratorV31, zodToOpenAPIRegistry } = openApiOfZod
  nameSchemas(zodToOpenAPIRegistry)
  const { errors } = load("src/domain/errors.ts")
  const registry = new OpenAPIRegistry()
  registry.registerComponent("schemas", "Refusal", refusal)
  for (const [name, scheme] of Object.entries(securitySchemes)) registry.registerComponent("securitySchemes", name, scheme)
  for (const endpoint of endpoints()) registry.registerPath(routeOf(endpoint, errors))
  const { version } = JSON.parse(read("package.json"))
  const generator = new OpenApiGeneratorV31(registry.definitions, { sortComponents: "alphabetically" })
  return plain(generator.generateDocument({ openapi: "3.1.0", info: info(version), servers: [{ url: "http://localhost:9000" }] }))
}

/** docs/openapi.yaml. */
export function contractDocument() {
  const { stringify } = require("yaml")
  return `# Generated by \`npm run docs\`: do not edit.\n${stringify(openApi(), { aliasDuplicateObjects: false, lineWidth: 0 })}`
}
