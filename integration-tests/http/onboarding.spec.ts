import { buyerOf, memberOf, newPersonOf, operatorOf, type Client } from "../support/client"
import { handInAll } from "../support/merchants"
import { send } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { paidOrder } from "../support/shopping"
import { merchantIdOf } from "./foreign-rows"

jest.setTimeout(180_000)

type Way = {
  merchant_id: string | null; status: string; done: number; of: number; finished_at: string | null
  steps: { step: string; done_at: string | null }[]
  next: { step: string; next_actions: { action: string; method: string; path: string }[] } | null
  guide: { id: string; name: string; contact: string } | null
}
type Mine = { onboarding: Way; trainings: { text: string; minutes: number | null; by: string }[] }
type List = { onboardings: Way[]; next_after: string | null }

const application = { kind: "natural", name: "Leila Karimi", national_id: "0076229645", phone: "+989120000000", address: "Tehran, Enqelab 1" }

let arcade: Arcade
let operator: Client
let person: Client
let merchant: string

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  person = await newPersonOf(arcade)
})
afterAll(() => arcade?.stop())

const way = async (as = person) => (await as.call<Mine>("GET", "/merchant/onboarding")).body
const next = async () => (await way()).onboarding.next
const list = async (query: string) => (await operator.call<List>("GET", `/admin/onboardings?${query}`)).body
const review = (act: string, body = {}) => operator.call("POST", `/admin/merchants/${merchant}/${act}`, body)

test("K13 a person is led from registration to a shop on sale, each step read from what is there", async () => {
  expect((await way()).onboarding).toMatchObject({ merchant_id: null, status: "under_way", done: 1, of: 9, next: { step: "apply", next_actions: [{ path: "/merchant/merchants" }] } })

  const applied = await person.call<{ merchant: { id: string } }>("POST", "/merchant/merchants", application)
  merchant = applied.body.merchant.id
  expect(await next()).toMatchObject({ step: "payout_account", next_actions: [{ method: "POST", path: "/merchant/payout-accounts" }] })
  await person.call("POST", "/merchant/payout-accounts", { sheba: "IR580540105180021273113007", holder: "Leila Karimi" })
  expect((await next())?.next_actions).toEqual([{ action: "see_what_is_missing", method: "GET", path: `/merchant/merchants/${merchant}/verification` }])
  await handInAll({ member: person, id: merchant, person_id: "nobody asks" })
  await review("claim")
  await review("change-request", { reason: "the licence cannot be read" })
  expect((await next())?.next_actions.map(({ action }) => action)).toEqual(["see_what_is_missing", "resubmit"])
  await person.call("POST", `/merchant/merchants/${merchant}/resubmission`, {})
  expect(await review("verification")).toMatchObject({ status: 200 })

  expect(await next()).toMatchObject({ step: "shop", next_actions: [{ method: "POST", path: "/merchant/shops" }] })
  const opened = await person.call<{ shop: { id: string } }>("POST", "/merchant/shops", { handle: "leila-books", name: "Leila's books", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
  const shop = opened.body.shop.id
  expect(await next()).toMatchObject({ step: "rent", next_actions: [{ path: `/merchant/shops/${shop}/leases` }] })

  const leased = await person.call<{ invoice: { id: string } }>("POST", `/merchant/shops/${shop}/leases`, { plan: "stall", term_months: 1 })
  expect(await next()).toMatchObject({ step: "rent" })
  await person.call("POST", `/merchant/invoices/${leased.body.invoice.id}/payment`, { provider_id: "pp_system_default" })
  expect(await next()).toMatchObject({ step: "product", next_actions: [{ path: `/merchant/shops/${shop}/imports` }] })
  expect((await way()).onboarding.steps.filter(({ done_at }) => done_at !== null).map(({ step }) => step)).toEqual(["register", "apply", "payout_account", "verify", "shop", "rent"])
})

test("K13 a named guide is assigned and changed; trainings are the merchant's to read, notes are not", async () => {
  const { id } = (await operator.call<{ user: { id: string } }>("GET", "/admin/users/me")).body.user
  expect(await review("guide", { contact: "+982155550000" })).toMatchObject({ status: 200, body: { onboarding: { guide: { id, contact: "+982155550000", name: "مینا راد" } } } })
  await review("guide")
  expect((await way()).onboarding.guide).toMatchObject({ id, contact: arcade.seed.operator.email })

  for (let i = 1; i <= 3; i++) expect(await review("onboarding-notes", { kind: "training", text: `lesson ${i}`, minutes: 45 })).toMatchObject({ status: 201, body: { note: { text: `lesson ${i}` } } })
  expect(await review("onboarding-notes", { kind: "note", text: "slow with photographs" })).toMatchObject({ status: 201 })
  expect((await way()).trainings.map(({ text, minutes, by }) => [text, minutes, by])).toEqual([["lesson 3", 45, "مینا راد"], ["lesson 2", 45, "مینا راد"], ["lesson 1", 45, "مینا راد"]])
  const notes = await operator.call<{ notes: { id: string; kind: string }[] }>("GET", `/admin/merchants/${merchant}/onboarding-notes?limit=4`)
  expect(notes.body.notes.map(({ kind }) => kind)).toEqual(["note", "training", "training", "training"])
  const rest = await operator.call<{ notes: { kind: string }[] }>("GET", `/admin/merchants/${merchant}/onboarding-notes?after=${notes.body.notes[3]?.id}`)
  expect(rest.body.notes.map(({ kind }) => kind)).toEqual(["guide", "guide"])

  expect(await review("guide", { operator_id: "user_none" })).toMatchObject({ status: 404, body: { code: "operator_not_found" } })
  for (const body of [{ kind: "guide", text: "no kind to write" }, { kind: "training", text: "too long", minutes: 9_999 }, { kind: "training" }, { kind: "note", text: "when", held_at: "yesterday" }]) {
    expect(await review("onboarding-notes", body)).toMatchObject({ status: 400, body: { code: "bad_input" } })
  }
})

test("K13 operators find merchants by guide and by the step they are stuck at", async () => {
  const { id } = (await operator.call<{ user: { id: string } }>("GET", "/admin/users/me")).body.user
  const ids = ({ onboardings }: List) => onboardings.map(({ merchant_id }) => merchant_id)
  expect(ids(await list(`guide=${id}&step=product`))).toEqual([merchant])
  expect(ids(await list(`guide=${id}&step=verify`))).toEqual([])
  expect(ids(await list("guide=none"))).not.toContain(merchant)
  const all = await list("limit=200")
  expect([all.next_after, ids(all).includes(merchant)]).toEqual([null, true])
  const first = await list("limit=1")
  expect(first.next_after).toBe(ids(first)[0])
  expect([...ids(first), ...ids(await list(`limit=200&after=${first.next_after}`))]).toEqual(ids(all))
  expect(await operator.call("GET", "/admin/onboardings?step=lunch")).toMatchObject({ status: 400, body: { code: "bad_input" } })
})

test("K13 the first sale ends it: the merchant is told when, and leaves the guides' lists", async () => {
  const [member, buyer, seller] = [await memberOf(arcade, 0), await buyerOf(arcade), await merchantIdOf(arcade, 0)]
  const shops = await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")
  expect((await way(member)).onboarding).toMatchObject({ status: "under_way", done: 7, next: { step: "order" } })
  const { shopOrders } = await paidOrder(arcade, operator, buyer, [shops.body.shops[0]?.id ?? "none"])
  expect((await way(member)).onboarding).toMatchObject({ next: { step: "sale", next_actions: [{ path: "/merchant/shop-orders" }] } })
  const parcel = await send(member, shopOrders[0]?.id ?? "none")
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})

  const finished = (await way(member)).onboarding
  expect(finished).toMatchObject({ status: "finished", done: 9, next: null, finished_at: expect.any(String) as string })
  expect((await list("limit=200")).onboardings.map(({ merchant_id }) => merchant_id)).not.toContain(seller)
  await operator.call("POST", "/admin/clock", { advance_days: 2 })
  const [row] = await arcade.sql<{ ended_at: Date | null }>("select ended_at from merchant_onboarding where merchant_id = $1", [seller])
  expect(row?.ended_at).not.toBeNull()
  expect((await way(member)).onboarding.finished_at).toBe(finished.finished_at)
})

test("K13 a member of two merchants says whose way it asks for; one that was rejected has none left", async () => {
  const asks = await newPersonOf(arcade)
  const made = []
  for (let i = 0; i < 2; i++) made.push((await asks.call<{ merchant: { id: string } }>("POST", "/merchant/merchants", application)).body.merchant.id)
  expect(await asks.call("GET", "/merchant/onboarding")).toMatchObject({ status: 400, body: { code: "merchant_choice_needed" } })
  await operator.call("POST", `/admin/merchants/${made[1]}/claim`, {})
  await operator.call("POST", `/admin/merchants/${made[1]}/rejection`, { reason: "the licence is not theirs" })
  expect((await asks.call<Mine>("GET", "/merchant/onboarding", undefined, { "x-pasaj-merchant": made[1] ?? "" })).body.onboarding).toMatchObject({ status: "over", next: null })
})
