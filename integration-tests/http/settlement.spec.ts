import type { BusinessCalendar } from "../../src/domain/calendar"
import { iranHolidaysOf } from "../../src/domain/iran-holidays"
import { dueOn, settlementPolicy } from "../../src/domain/settlement"
import { buyerOf, memberOf, newPersonOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, paidOrder, type ShopOrder } from "../support/shopping"
import { merchantIdOf } from "./foreign-rows"

jest.setTimeout(180_000)

type Money = { minor: number; currency: string; display: string }
type Transfer = { id: string; state: string; amount: Money; bank: string | null; bank_reference: string | null; reason: string | null; next_actions: { action: string }[] }
type Settlement = {
  id: string; state: string; amount: Money; sheba: string; requested_at: string; due_on: string; approved_by?: string | null
  paid_at: string | null; transfers: Transfer[]; next_actions: { action: string; path: string }[]
}
type One = { settlement: Settlement }
type Balances = { balances: { currency: string; payable: Money; in_settlement: Money; next_actions: { action: string }[] }[] }

const SHEBA = "IR062960000000100324200001"
const OTHER_SHEBA = "IR820540102680020817909002"
const tehran: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: ["thursday", "friday"], holidays: iranHolidaysOf(1404, 1405, 1406) }

let arcade: Arcade
let operator: Client

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
})
afterAll(() => arcade?.stop())

const ask = (as: Client, body: unknown = {}) => as.call<One>("POST", "/merchant/settlements", body)
const approve = (id: string) => operator.call<One>("POST", `/admin/settlements/${id}/approval`, {})
const pay = (transfer: string | undefined, bank_reference: string, bank = "mellat") =>
  operator.call<One>("POST", `/admin/transfers/${transfer}/payment`, { bank, bank_reference })
const register = (as: Client, sheba = SHEBA, holder = "Sara Azizi") =>
  as.call<{ payout_account: { id: string; sheba: string; usable: boolean; usable_from: string } }>("POST", "/merchant/payout-accounts", { sheba, holder })
const balance = async (as: Client, currency = "irr") => {
  const line = (await as.call<Balances>("GET", "/merchant/balance")).body.balances.find((each) => each.currency === currency)
  return [line?.payable.minor ?? 0, line?.in_settlement.minor ?? 0]
}
const refusalOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

let posted = 0
/** Money released to a merchant, without the trade behind it. */
async function released(merchant: string, minor: number, currency = "irr"): Promise<void> {
  posted += 1
  await arcade.sql(
    `select ledger_post(array['suspense:test/' || $1, $2 || '/' || $1], array[$3], array['parcel_released'], array['test'], array[false],
       array[1], array[1], array[1], array[2], array[$4::bigint], now())`,
    [currency, `merchant:${merchant}:payable`, `parcel:test${posted}:release`, minor],
  )
}

/** A verified merchant of its own, with money released and, unless told otherwise, a payout account. */
async function merchantWith(minor: number, { account = true } = {}): Promise<{ member: Client; id: string }> {
  const member = await newPersonOf(arcade)
  const { body } = await member.call<{ merchant: { id: string } }>("POST", "/merchant/merchants", {
    kind: "natural", name: "Leila Karimi", national_id: "0499370899", phone: "09121234567", address: "Tehran, Valiasr 1",
  })
  const { id } = body.merchant
  if (minor > 0) await released(id, minor)
  if (account) await register(member)
  return { member, id }
}

/** Asked for everything and approved. */
async function approved(minor: number): Promise<{ member: Client; settlement: Settlement }> {
  const { member } = await merchantWith(minor)
  const asked = await ask(member)
  return { member, settlement: (await approve(asked.body.settlement.id)).body.settlement }
}

test("K5 K17 money in custody cannot be asked for; a tracking code, delivery and consent make it payable", async () => {
  const [member, buyer, id] = [await memberOf(arcade, 0), await buyerOf(arcade), await merchantIdOf(arcade, 0)]
  const shops = await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")
  const { shopOrders } = await paidOrder(arcade, operator, buyer, [shops.body.shops[0]?.id ?? "none"])
  const order = shopOrders[0]
  expect(refusalOf(await ask(member))).toEqual([400, "nothing_to_settle"])

  await member.call("POST", `/merchant/shop-orders/${order?.id}/acceptance`, {})
  const sent = await member.call<{ shop_order: ShopOrder }>("POST", `/merchant/shop-orders/${order?.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  const parcel = sent.body.shop_order.parcels[0]?.id
  expect(refusalOf(await ask(member))).toEqual([400, "nothing_to_settle"])
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  expect(refusalOf(await ask(member))).toEqual([400, "nothing_to_settle"])
  expect(await balance(member)).toEqual([0, 0])

  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  const amount = order?.amount.minor ?? -1
  expect(await balance(member)).toEqual([amount, 0])
  const { status, body } = await ask(member)
  expect([status, body.settlement]).toMatchObject([201, {
    merchant_id: id, state: "requested", amount: { minor: amount, currency: "irr" }, transfers: [], next_actions: [{ action: "withdraw" }],
  }])
  expect(await balance(member)).toEqual([0, amount])
})

test("K6 a settlement above the order limit is several transfers, and has a latest day of arrival; the last payment settles it", async () => {
  const { member, id } = await merchantWith(5_000_000_001)
  const { settlement } = (await ask(member, { currency: "irr" })).body
  expect(settlement.due_on).toBe(dueOn(settlement.requested_at, tehran, settlementPolicy))

  const queue = await operator.call<{ settlements: Settlement[] }>("GET", `/admin/settlements?state=requested&merchant_id=${id}`)
  expect(queue.body.settlements).toMatchObject([{ id: settlement.id, approved_by: null, next_actions: [{ action: "approve" }] }])
  const plan = (await approve(settlement.id)).body.settlement
  expect(plan).toMatchObject({ state: "approved", approved_by: expect.any(String) as string })
  expect(plan.transfers.map((each) => [each.state, each.amount.minor, each.next_actions.map((next) => next.action)])).toEqual([
    ["planned", 2_000_000_000, ["pay", "reject"]], ["planned", 2_000_000_000, ["pay", "reject"]], ["planned", 1_000_000_001, ["pay", "reject"]],
  ])

  const states: string[] = []
  for (const [i, transfer] of plan.transfers.entries()) states.push((await pay(transfer.id, `1405083000${i}`)).body.settlement.state)
  expect(states).toEqual(["approved", "approved", "paid"])
  expect(await balance(member)).toEqual([0, 0])
  const seen = await member.call<One>("GET", `/merchant/settlements/${settlement.id}`)
  expect(seen.body.settlement).toMatchObject({ state: "paid", paid_at: expect.any(String) as string, next_actions: [] })
  expect(seen.body.settlement).not.toHaveProperty("approved_by")
  expect(seen.body.settlement.transfers[2]).toMatchObject({ bank: "mellat", bank_reference: "14050830002", next_actions: [] })
})

test("two ask for the same money at once: it is reserved once", async () => {
  const { member } = await merchantWith(700)
  const replies = await Promise.all([ask(member), ask(member)])
  expect(replies.map((reply) => reply.status).sort()).toEqual([201, 400])
  expect(["nothing_to_settle", "account_overdrawn"]).toContain(replies.find((reply) => reply.status === 400)?.body.code)
  expect(await balance(member)).toEqual([0, 700])
})

test("K6 eight tell of the same payment at once: all are answered the same, and the money left once", async () => {
  const { member, settlement } = await approved(700)
  const transfer = settlement.transfers[0]?.id
  const replies = await Promise.all(Array.from({ length: 8 }, () => pay(transfer, "98 1000")))
  expect(replies.map((reply) => [reply.status, reply.body.settlement.state])).toEqual(replies.map(() => [200, "paid"]))
  expect((await pay(transfer, "۹۸۱۰۰۰")).body).toEqual(replies[0]?.body)
  expect(await arcade.sql("select id from ledger_journal where key = $1", [`transfer:${transfer}:paid`])).toHaveLength(1)
  expect(await balance(member)).toEqual([0, 0])
  expect(refusalOf(await pay(transfer, "981001"))).toEqual([400, "transfer_already_paid"])
  expect(refusalOf(await pay((await approved(5)).settlement.transfers[0]?.id, "981000"))).toEqual([400, "bank_reference_used"])
})

test("withdrawn before it is filed, also when approved: the money is payable again", async () => {
  const { member, settlement } = await approved(700)
  const path = `/merchant/settlements/${settlement.id}/withdrawal`
  expect((await member.call<One>("POST", path, {})).body.settlement).toMatchObject({ state: "withdrawn", transfers: [{ state: "withdrawn" }], next_actions: [] })
  expect(await balance(member)).toEqual([700, 0])
  expect(refusalOf(await member.call("POST", path, {}))).toEqual([400, "wrong_state"])
  expect(refusalOf(await approve(settlement.id))).toEqual([400, "wrong_state"])
  expect(refusalOf(await pay(settlement.transfers[0]?.id, "98200"))).toEqual([400, "wrong_state"])
})

test("rejected by the bank: payable again. Returned by it: payable again, to an account registered anew", async () => {
  const { member, settlement } = await approved(3_000_000_000)
  const [first, second] = settlement.transfers.map((each) => each.id)
  const back = (id: string | undefined, how: string, reason = "the account is closed") => operator.call<One>("POST", `/admin/transfers/${id}/${how}`, { reason })
  expect(refusalOf(await back(first, "return"))).toEqual([400, "wrong_state"])
  expect((await back(first, "rejection")).body.settlement).toMatchObject({ state: "approved", transfers: [{ state: "rejected", reason: "the account is closed" }, {}] })
  expect(await balance(member)).toEqual([2_000_000_000, 1_000_000_000])
  expect((await pay(second, "98300")).body.settlement.state).toBe("partly_paid")
  expect((await back(second, "return")).body.settlement).toMatchObject({ state: "failed" })
  expect(await balance(member)).toEqual([3_000_000_000, 0])
  expect(refusalOf(await ask(member))).toEqual([400, "payout_account_missing"])
  await register(member)
  expect((await ask(member)).status).toBe(201)
})

test("a Sheba is checked; a changed one cools down, and until then nothing is settled", async () => {
  const { member } = await merchantWith(700, { account: false })
  expect(refusalOf(await ask(member))).toEqual([400, "payout_account_missing"])
  expect(refusalOf(await register(member, "IR062960000000100324200002"))).toEqual([400, "sheba_invalid"])
  const first = await register(member, "ir۰۶ 2960 0000 0010 0324 2000 01")
  expect(first).toMatchObject({ status: 201, body: { payout_account: { sheba: SHEBA, usable: true } } })
  expect((await register(member)).body).toEqual(first.body)

  const changed = (await register(member, OTHER_SHEBA)).body.payout_account
  expect(changed.usable).toBe(false)
  expect(refusalOf(await ask(member))).toEqual([400, "payout_account_cooling"])
  const list = await member.call<{ payout_accounts: { sheba: string; replaced_at: string | null }[] }>("GET", "/merchant/payout-accounts")
  expect(list.body.payout_accounts).toMatchObject([{ sheba: OTHER_SHEBA, replaced_at: null }, { sheba: SHEBA, replaced_at: expect.any(String) as string }])
  await operator.call("POST", "/admin/clock", { advance_to: changed.usable_from })
  expect((await ask(member)).body.settlement.sheba).toBe(OTHER_SHEBA)
})

test("money in two currencies is asked for one at a time", async () => {
  const { member, id } = await merchantWith(700)
  await released(id, 1_999, "usd")
  expect(refusalOf(await ask(member))).toEqual([400, "settlement_currency_needed"])
  expect((await ask(member, { currency: "usd" })).body.settlement.amount).toEqual({ minor: 1_999, currency: "usd", display: "19.99 USD" })
  expect([await balance(member), await balance(member, "usd")]).toEqual([[700, 0], [0, 1_999]])
})

test("operators read the books: accounts by name, an account's entries, assets as positive", async () => {
  const { id, member } = await merchantWith(700)
  const settlement = (await approve((await ask(member)).body.settlement.id)).body.settlement
  await pay(settlement.transfers[0]?.id, "98400", "saman")
  const accounts = async (query: string) => (await operator.call<{ accounts: { id: string; balance: Money }[] }>("GET", `/admin/ledger/accounts?${query}`)).body.accounts
  expect((await accounts(`prefix=merchant:${id}:`)).map((each) => [each.id, each.balance.minor])).toEqual([
    [`merchant:${id}:in_settlement/irr`, 0], [`merchant:${id}:payable/irr`, 0],
  ])
  expect(await accounts(`prefix=merchant:${id}:&limit=1&after=merchant:${id}:in_settlement/irr`)).toMatchObject([{ id: `merchant:${id}:payable/irr`, class: "liability", protection: "payable" }])
  expect(await accounts("prefix=bank:saman")).toMatchObject([{ class: "asset", balance: { minor: -700 } }])
  const entries = await operator.call<{ entries: { key: string; amount: Money; journal_id: number }[] }>("GET", `/admin/ledger/entries?account=merchant:${id}:in_settlement&limit=2`)
  expect(entries.body.entries).toMatchObject([
    { key: `transfer:${settlement.transfers[0]?.id}:paid`, to: "bank:saman", amount: { minor: 700 } }, { key: `settlement:${settlement.id}:reserve`, amount: { minor: 700 } },
  ])
  const rest = await operator.call<{ entries: unknown[] }>("GET", `/admin/ledger/entries?account=merchant:${id}:in_settlement&before=${entries.body.entries[1]?.journal_id}`)
  expect(rest.body.entries).toEqual([])
})

test("lists are read page by page: one's own newest first, the operators' queue oldest first", async () => {
  const { member, id } = await merchantWith(1)
  const ids: string[] = []
  for (let i = 0; i < 3; i += 1) {
    const { settlement } = (await ask(member)).body
    ids.push(settlement.id)
    await released(id, 1)
  }
  const page = async (as: Client, path: string) => (await as.call<{ settlements: Settlement[] }>("GET", path)).body.settlements.map((each) => each.id)
  expect(await page(member, "/merchant/settlements?limit=2")).toEqual([ids[2], ids[1]])
  expect(await page(member, `/merchant/settlements?limit=2&after=${ids[1]}`)).toEqual([ids[0]])
  expect(await page(operator, `/admin/settlements?merchant_id=${id}&limit=2`)).toEqual([ids[0], ids[1]])
  expect(await page(operator, `/admin/settlements?merchant_id=${id}&after=${ids[1]}`)).toEqual([ids[2]])
})

test("nobody touches another's settlement, and a wrong word changes nothing", async () => {
  const { member, settlement } = await approved(700)
  const stranger = (await merchantWith(0)).member
  expect(refusalOf(await stranger.call("GET", `/merchant/settlements/${settlement.id}`))).toEqual([404, "settlement_not_found"])
  expect(refusalOf(await stranger.call("POST", `/merchant/settlements/${settlement.id}/withdrawal`, {}))).toEqual([404, "settlement_not_found"])
  expect((await stranger.call<{ settlements: unknown[] }>("GET", "/merchant/settlements")).body.settlements).toEqual([])
  expect((await stranger.call<Balances>("GET", "/merchant/balance")).body.balances).toEqual([])
  expect(refusalOf(await pay("trf_none", "98500"))).toEqual([404, "transfer_not_found"])

  const transfer = `/admin/transfers/${settlement.transfers[0]?.id}`
  const wrong: [Client, string, unknown, string][] = [
    [member, "/merchant/settlements", { amount: 5 }, "bad_input"],
    [member, "/merchant/settlements", { currency: "IRR" }, "bad_input"],
    [member, "/merchant/payout-accounts", { sheba: SHEBA }, "bad_input"],
    [operator, `${transfer}/payment`, { bank: "mellat" }, "bad_input"],
    [operator, `${transfer}/payment`, { bank: "بانک ملت", bank_reference: "98500" }, "bad_input"],
    [operator, `${transfer}/payment`, { bank: "mellat", bank_reference: "رسید" }, "bank_reference_invalid"],
    [operator, `${transfer}/rejection`, {}, "bad_input"],
    [operator, `${transfer}/return`, { reason: "x" }, "bad_input"],
  ]
  for (const [as, path, body, code] of wrong) expect([path, ...refusalOf(await as.call("POST", path, body))]).toEqual([path, 400, code])
  for (const query of ["limit=0", "limit=1000", "state=lost", "page=2"]) {
    expect(refusalOf(await operator.call("GET", `/admin/settlements?${query}`))).toEqual([400, "bad_input"])
  }
  expect(await balance(member)).toEqual([0, 700])
})
