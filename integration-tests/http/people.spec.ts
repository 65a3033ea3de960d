import { newPersonOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { newLoginOf } from "./strangers"

jest.setTimeout(120_000)

type Person = { person: { id: string; email: string } }
type Merchants = { merchants: { id: string; state: string }[] }

const application = { kind: "natural", name: "Leila Karimi", national_id: "0076229645", phone: "+989120000000", address: "Tehran, Enqelab 1" }

let arcade: Arcade
let operator: Client

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
})
afterAll(() => arcade?.stop())

const peopleCalled = async (email = "") => (await arcade.sql("select id from pasaj_person where email = $1", [email])).length

describe("a login becomes a person once", () => {
  test("also with the token from before it was one", async () => {
    const login = await newLoginOf(arcade)
    const first = await login.call<Person>("POST", "/merchant/people", { name: "Leila Karimi" })
    expect(first).toMatchObject({ status: 201 })
    const again = await login.call("POST", "/merchant/people", { name: "Leila Karimi" })
    expect(again).toMatchObject({ status: 400, body: { code: "person_already_registered" } })
    expect(await peopleCalled(first.body.person.email)).toBe(1)
  })

  test("also when eight ask at once", async () => {
    const login = await newLoginOf(arcade)
    const replies = await Promise.all(Array.from({ length: 8 }, () => login.call<Person>("POST", "/merchant/people", { name: "Leila Karimi" })))
    const made = replies.filter(({ status }) => status === 201)
    expect(made).toHaveLength(1)
    expect(replies.filter(({ status }) => status !== 201).map(({ body }) => body.code)).toEqual(Array(7).fill("person_already_registered"))
    expect(await peopleCalled(made[0]?.body.person.email)).toBe(1)
  })
})

describe("lists of merchants", () => {
  test("a person's own are read page by page", async () => {
    const person = await newPersonOf(arcade)
    for (let i = 0; i < 3; i++) await person.call("POST", "/merchant/merchants", application)
    const page = async (query: string) => (await person.call<Merchants>("GET", `/merchant/merchants?${query}`)).body.merchants
    const first = await page("limit=2")
    const rest = await page(`limit=2&after=${first[1]?.id}`)
    expect([first.length, rest.length]).toEqual([2, 1])
    expect(new Set([...first, ...rest].map(({ id }) => id)).size).toBe(3)
  })

  test("K10 operators ask for those in a state, and for no state that there is not", async () => {
    const waiting = await operator.call<Merchants>("GET", "/admin/merchants?state=applied&limit=200")
    expect(waiting.body.merchants.length).toBeGreaterThan(0)
    expect(waiting.body.merchants.every(({ state }) => state === "applied")).toBe(true)
    expect(await operator.call("GET", "/admin/merchants?state=waiting")).toMatchObject({ status: 400, body: { code: "bad_input" } })
  })
})
