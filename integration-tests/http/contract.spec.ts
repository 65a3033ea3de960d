import { contract } from "../../src/api/contract"
import type { Caller, Endpoint } from "../../src/api/endpoint"
import { buyerOf, clientOf, memberOf, newPersonOf, operatorOf, visitorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { bodyFor, foreignRows, type ForeignRows } from "./foreign-rows"
import { newLoginOf, viewerOf } from "./strangers"

jest.setTimeout(180_000)

/** Every route of ours, by its contract: a new route is tested here before anybody writes a test for it. */
const named = (endpoints: Endpoint[]) => endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)
const filled = (path: string, id: string) => path.replace(/:\w+/g, id)
const guarded = contract.filter(({ caller }) => caller !== "anyone")
const withRow = contract.filter(({ path }) => path.includes("/:id"))

let arcade: Arcade
let callers: Record<Caller, Client>
let foreign: ForeignRows
let owner: Client

beforeAll(async () => {
  arcade = await openArcade()
  callers = {
    anyone: visitorOf(arcade),
    customer: await buyerOf(arcade),
    login: await newLoginOf(arcade),
    person: await newPersonOf(arcade),
    member: await memberOf(arcade, 0),
    operator: await operatorOf(arcade),
  }
  owner = await memberOf(arcade, 1)
  foreign = await foreignRows(arcade, 1)
})
afterAll(() => arcade?.stop())

describe("signed out", () => {
  test.each(named(guarded))("%s answers 401", async (_name, { method, path }) => {
    const { status } = await visitorOf(arcade).call(method, filled(path, "any_id"))
    expect(status).toBe(401)
  })
})

describe("signed in as somebody of another kind", () => {
  const another: Partial<Record<Caller, Caller>> = { customer: "member", person: "operator", member: "customer", operator: "member" }
  test.each(named(guarded.filter(({ caller }) => another[caller])))("%s answers 401", async (_name, { method, path, caller }) => {
    const stranger = callers[another[caller] ?? "anyone"]
    const { status } = await clientOf(arcade, { ...visitorOf(arcade).headers, ...stranger.headers }).call(method, filled(path, "any_id"))
    expect(status).toBe(401)
  })
})

describe("a member who may only look", () => {
  let viewer: Client
  beforeAll(async () => {
    viewer = await viewerOf(arcade, 0)
  })

  test.each(named(contract.filter(({ permission }) => permission)))("%s answers 403", async (_name, { method, path }) => {
    const { status, body } = await viewer.call(method, filled(path, "any_id"), method === "GET" ? undefined : {})
    expect({ status, code: body.code }).toEqual({ status: 403, code: "role_may_not" })
  })
})

describe("another's row", () => {
  const others = withRow.filter(({ caller }) => caller === "member" || caller === "customer")

  test.each(named(others))("%s answers 404, as if it were not there", async (_name, { method, path, caller }) => {
    const { status, body } = await callers[caller].call(method, filled(path, foreign(path)), bodyFor(method, path))
    expect({ status, code: body.code }).toEqual({ status: 404, code: expect.stringMatching(/_not_found$/) as string })
  })

  test.each(named(others.filter(({ method, caller }) => method === "GET" && caller === "member")))("%s shows it to its own merchant", async (_name, { method, path }) => {
    const { status } = await owner.call(method, filled(path, foreign(path)))
    expect(status).toBe(200)
  })

  test("a merchant that is not one's own cannot be chosen either", async () => {
    const { status, body } = await callers.member.call("GET", "/merchant/shops", undefined, { "x-pasaj-merchant": foreign("/merchant/merchants/:id") })
    expect({ status, code: body.code }).toEqual({ status: 404, code: "merchant_not_found" })
  })
})

describe("K14 a general admin of another shop of the same merchant", () => {
  let admin: Client
  const delegable = contract.filter((endpoint) => endpoint.delegable)

  beforeAll(async () => {
    const shops = (await owner.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops.map(({ id }) => id)
    const sister = shops.find((id) => id !== foreign("/merchant/shops/:id"))
    const { body } = await callers.operator.call<{ delegation: { id: string } }>("POST", `/admin/shops/${sister}/general-admin`, {
      scope: ["order.dispatch", "catalogue.manage", "shop.manage"], until_at: new Date(Date.now() + 86_400_000).toISOString(), reason: "the first days",
    })
    admin = clientOf(arcade, { ...callers.operator.headers, "x-pasaj-acting-for": body.delegation.id })
  })

  test.each(named(delegable.filter(({ path }) => path.includes("/:id"))))("%s does not find its rows", async (_name, { method, path }) => {
    const { status, body } = await admin.call(method, filled(path, foreign(path)), bodyFor(method, path))
    expect({ status, code: body.code }).toEqual({ status: 404, code: expect.stringMatching(/_not_found$/) as string })
  })

  test.each(named(delegable.filter(({ method, path }) => method === "GET" && !path.includes("/:"))))("%s does not list them", async (_name, { method, path }) => {
    const { status, body } = await admin.call(method, path)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain(foreign("/merchant/shops/:id"))
  })

  test.each(named(contract.filter(({ caller, delegable: needed }) => caller === "member" && !needed)))("%s is not for it at all", async (_name, { method, path }) => {
    const { status, body } = await admin.call(method, filled(path, foreign("/merchant/shops/:id")), bodyFor(method, path))
    expect({ status, code: body.code }).toEqual({ status: 403, code: "act_not_delegable" })
  })
})

describe("a row that does not exist", () => {
  test.each(named(withRow.filter(({ caller }) => caller === "operator")))("%s answers 404", async (_name, { method, path }) => {
    const { status, body } = await callers.operator.call(method, filled(path, "none_at_all"), bodyFor(method, path))
    expect({ status, code: body.code }).toEqual({ status: 404, code: expect.stringMatching(/_not_found$/) as string })
  })
})

describe("a key that nobody knows", () => {
  const surprise = "a_surprise"

  test.each(named(contract))("%s refuses it in the query", async (_name, { method, path, caller }) => {
    const { status, body } = await callers[caller].call(method, `${filled(path, "any_id")}?${surprise}=1`, method === "GET" ? undefined : bodyFor(method, path))
    expect({ status, code: body.code, message: body.message }).toEqual({ status: 400, code: "bad_input", message: expect.stringContaining(surprise) as string })
  })

  test.each(named(contract.filter(({ method }) => method !== "GET")))("%s refuses it in the body", async (_name, { method, path, caller }) => {
    const { status, body } = await callers[caller].call(method, filled(path, "any_id"), { ...bodyFor(method, path), [surprise]: 1 })
    expect({ status, code: body.code, message: body.message }).toEqual({ status: 400, code: "bad_input", message: expect.stringContaining(surprise) as string })
  })
})
