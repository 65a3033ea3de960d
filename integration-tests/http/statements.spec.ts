import { operatorOf, buyerOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { paidOrder } from "../support/shopping"

jest.setTimeout(240_000)

type Imported = { statement: { lines: number; new_lines: number; explained: number; waiting: number } }
type Line = { id: string; reference: string; purpose: string | null; amount: { minor: number } }
type Evidence = { account: string; statement: string; ledger: string; waiting: string; difference: string; agrees: boolean }

let arcade: Arcade
let operator: Client
const gateway = "pp_system_default"
let taken: number
let today: string

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  await paidOrder(arcade, operator, await buyerOf(arcade), [arcade.seed.merchants[0]?.shops[0]?.id ?? "none"])
  taken = await balanceOf(operator, `gateway:${gateway}`)
  const { body } = await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  today = body.clock.now.slice(0, 10)
})
afterAll(() => arcade?.stop())
afterEach(async () => expect(await brokenInvariants(operator)).toEqual([]))

const header = "account,currency,booked_on,amount_minor,reference,balance_minor,purpose,gateway"
const send = (content: string, format = "csv") => operator.call<Imported>("POST", "/admin/statements", { format, content })
const bank = (...lines: string[]) => [header, ...lines.map((line) => `bank:mellat,irr,${today},${line}`)].join("\n")
const evidence = async () => {
  const { body } = await operator.call<{ proof: { green: boolean; statements: Evidence[] } }>("POST", "/admin/custody-proof", {})
  return { green: body.proof.green, of: (account: string) => body.proof.statements.find((each) => each.account === account) }
}
const waiting = async () => (await operator.call<{ statement_lines: Line[] }>("GET", "/admin/statement-lines")).body.statement_lines
const accounts = async () => ({
  bank: await balanceOf(operator, "bank:mellat"), gateway: await balanceOf(operator, `gateway:${gateway}`), fees: await balanceOf(operator, "platform:fees"), owner: await balanceOf(operator, "platform:owner"),
})
const first = () => bank(`1000000,P1,1000000,payout,${gateway}`, "-5000,F1,995000,fee,", "400000,O1,1395000,owner,", "77,X1,1395077,,")

test("K2 a bank's statement: payouts, fees and the owner's money are booked, what is not known waits and the proof names it", async () => {
  const before = await accounts()
  expect(await send(first())).toMatchObject({ status: 201, body: { statement: { lines: 4, new_lines: 4, explained: 3, waiting: 1 } } })
  const after = await accounts()
  expect({ bank: after.bank - before.bank, gateway: after.gateway - before.gateway, fees: after.fees - before.fees, owner: after.owner - before.owner })
    .toEqual({ bank: 1_395_000, gateway: -1_000_000, fees: 5000, owner: 400_000 })
  const { green, of } = await evidence()
  expect(green).toBe(false)
  expect(of("bank:mellat")).toMatchObject({ agrees: false, statement: "1,395,077 IRR", ledger: "1,395,000 IRR", waiting: "77 IRR", difference: "77 IRR" })
})

test("K2 the same statement again changes nothing; a line that says something else now is refused, with all of its file", async () => {
  const before = await accounts()
  expect(await send(first())).toMatchObject({ status: 201, body: { statement: { lines: 4, new_lines: 0, waiting: 0 } } })
  const twice = await Promise.all([send(first()), send(first()), send(first())])
  expect(twice.map((reply) => reply.status)).toEqual([201, 201, 201])
  expect(await accounts()).toEqual(before)
  expect(await send(bank("1000001,P1,1000001,,", "5,P9,1000006,fee,"))).toMatchObject({ status: 400, body: { code: "statement_line_changed" } })
  expect(await accounts()).toEqual(before)
})

test("K2 an operator says what a waiting line was, once; then the statement agrees and the proof is green", async () => {
  const [line] = await waiting()
  const say = (body: object) => operator.call<{ statement_line: Line }>("POST", `/admin/statement-lines/${line?.id}/explanation`, body)
  expect(await say({ purpose: "payout" })).toMatchObject({ status: 400, body: { code: "statement_purpose_wrong" } })
  const eight = await Promise.all(Array.from({ length: 8 }, () => say({ purpose: "owner" })))
  expect(eight.map((reply) => reply.status)).toEqual(Array(8).fill(200))
  expect(await say({ purpose: "fee" })).toMatchObject({ status: 400, body: { code: "statement_line_explained" } })
  expect(await waiting()).toEqual([])
  const { green, of } = await evidence()
  expect(of("bank:mellat")).toMatchObject({ agrees: true, difference: "0 IRR" })
  expect(green).toBe(true)
  expect(await operator.call("POST", "/admin/statement-lines/stln_nobody/explanation", { purpose: "fee" })).toMatchObject({ status: 404, body: { code: "statement_line_not_found" } })
})

test("K2 a gateway's own statement, as JSON lines: its fee is booked, its payout only compared", async () => {
  const line = (amount_minor: number, reference: string, balance_minor: number, purpose: string) =>
    JSON.stringify({ account: `gateway:${gateway}`, currency: "irr", booked_on: today, amount_minor, reference, balance_minor, purpose })
  const content = [line(-1_000_000, "G1", taken - 1_000_000, "payout"), line(-900, "G2", taken - 1_000_900, "fee")].join("\n")
  expect(await send(content, "jsonl")).toMatchObject({ status: 201, body: { statement: { explained: 2, waiting: 0 } } })
  expect((await evidence()).of(`gateway:${gateway}`)).toMatchObject({ agrees: true })
})

test("bad statements are refused with a code, and nothing has changed", async () => {
  const before = await accounts()
  expect(await send("nonsense")).toMatchObject({ status: 400 })
  expect(await send(bank("5,B1,5,fee,", "6,B2,12,fee,"))).toMatchObject({ status: 400, body: { code: "statement_gap" } })
  expect(await send(bank("5,B1,5,transfer,").replace("bank:mellat", "gateway:pp_x"))).toMatchObject({ status: 400, body: { code: "statement_purpose_wrong" } })
  expect(await send("{", "jsonl")).toMatchObject({ status: 400, body: { code: "statement_unreadable" } })
  expect(await accounts()).toEqual(before)
  expect(await waiting()).toEqual([])
})
