import { z } from "@medusajs/framework/zod"

import { contract } from "../src/api/contract"
import type { Endpoint } from "../src/api/endpoint"
import { filesIn, read } from "./support/sources"

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`

/** `src/api/merchant/shops/[id]/route.ts` that exports GET is `GET /merchant/shops/:id`. */
const routes = filesIn("src/api")
  .filter((file) => file.endsWith("/route.ts"))
  .flatMap((file) => {
    const path = file.replace("src/api", "").replace("/route.ts", "").replace(/\[(\w+)\]/g, ":$1")
    const text = read(file)
    const names = [
      ...[...text.matchAll(/^export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(([, method]) => method),
      ...[...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => [...(list ?? "").matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\b(?!\s+as)/g)].map(([, method]) => method)),
    ]
    return names.map((method) => `${method} ${path}`)
  })

/** The objects in a schema that let an unknown key pass. */
function loose(schema: unknown, at: string, seen = new Set<unknown>()): string[] {
  if (seen.has(schema) || !(schema instanceof z.ZodType)) return []
  seen.add(schema)
  const own = schema instanceof z.ZodObject && !(schema.def.catchall instanceof z.ZodNever) ? [at] : []
  const children: [string, unknown][] = schema instanceof z.ZodObject
    ? Object.entries(schema.shape)
    : Object.entries(schema.def).flatMap(([key, value]) => (Array.isArray(value) ? value.map((each): [string, unknown] => [key, each]) : [[key, value] as [string, unknown]]))
  return [...own, ...children.flatMap(([key, child]) => loose(child, `${at}.${key}`, seen))]
}

describe("the contract", () => {
  test("describes every route there is, and no other", () => {
    expect(contract.map(nameOf).sort()).toEqual([...routes].sort())
  })

  test("names each route once", () => {
    const names = contract.map(nameOf)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test("lets only its own callers into each area", () => {
    const areas: Record<string, Endpoint["caller"][]> = {
      store: ["anyone", "customer"], merchant: ["login", "person", "member"], admin: ["operator"],
    }
    expect(contract.filter(({ path, caller }) => !areas[path.split("/")[1] ?? ""]?.includes(caller)).map(nameOf)).toEqual([])
  })

  test("asks a member's role for every route that changes something", () => {
    expect(contract.filter(({ method, caller, permission }) => caller === "member" && method !== "GET" && !permission).map(nameOf)).toEqual([])
  })

  test("K14 opens to general admins what they may do, and never money, members or rent", () => {
    const delegable = contract.filter((endpoint) => endpoint.delegable)
    expect(delegable.length).toBeGreaterThan(0)
    expect(delegable.filter(({ caller, method, permission, delegable: needed }) => caller !== "member" || (method !== "GET" && permission !== needed)).map(nameOf)).toEqual([])
    const closed = /merchants|members|invitations|invoices|leases|payout|balance|settlements|delegations/
    expect(delegable.filter(({ path }) => closed.test(path)).map(nameOf)).toEqual([])
  })

  test("tells a missing or foreign row from a found one, wherever a path names a row", () => {
    expect(contract.filter(({ path, errors }) => path.includes("/:id") && !errors.some((code) => code.endsWith("_not_found"))).map(nameOf)).toEqual([])
  })

  test.each(contract.map((endpoint) => [nameOf(endpoint), endpoint] as const))("%s: knows every key of what is said and answered", (_name, { body, query, answer }) => {
    expect([...loose(body, "body"), ...loose(query, "query"), ...loose(answer, "answer")]).toEqual([])
  })
})
