import fc from "fast-check"

import { blocksOf, leavingBlocks, wayOut, type LeavingBlock, type OpenBusiness } from "./leaving"

const none: OpenBusiness = {
  open_orders: 0, held_money: 0, open_cases: 0, refunds_due: 0, unpaid_invoices: 0, live_leases: 0, balances: [], in_settlement: [],
}
const irr = (minor: number) => ({ minor, currency: "irr" })

test.each<[string, Partial<OpenBusiness>, LeavingBlock[]]>([
  ["nothing is open",                        {},                                                 []],
  ["accounts that are empty",                { balances: [irr(0)], in_settlement: [irr(0)] },    []],
  ["an order on its way",                    { open_orders: 2 },                                 ["open_orders"]],
  ["a buyer who still thinks",               { held_money: 1 },                                  ["held_money"]],
  ["a case",                                 { held_money: 1, open_cases: 1 },                   ["held_money", "open_cases"]],
  ["a refund the provider has not sent",     { refunds_due: 1 },                                 ["refunds_due"]],
  ["rent not paid, and rent paid ahead",     { unpaid_invoices: 1, live_leases: 1 },             ["unpaid_invoices", "live_leases"]],
  ["money that is the merchant's",           { balances: [irr(1)] },                             ["payable"]],
  ["money that the merchant owes",           { balances: [irr(-1)] },                            ["owed"]],
  ["both, in two currencies",                { balances: [irr(5), { minor: -5, currency: "usd" }] }, ["payable", "owed"]],
  ["money on its way to the bank",           { in_settlement: [irr(9)] },                        ["in_settlement"]],
])("O9 %s", (_why, business, blocks) => {
  expect(blocksOf({ ...none, ...business }).map(({ block }) => block)).toEqual(blocks)
})

test("O9 what is owed is told as an amount above nothing", () => {
  expect(blocksOf({ ...none, balances: [irr(-700)] })).toEqual([{ block: "owed", count: 1, amounts: [irr(700)] }])
})

test("O9 a merchant may go exactly when every count and every balance is nothing", () => {
  const count = fc.nat(2)
  const amounts = fc.array(fc.integer({ min: -3, max: 3 }).map(irr), { maxLength: 2 })
  const business = fc.record({
    open_orders: count, held_money: count, open_cases: count, refunds_due: count, unpaid_invoices: count, live_leases: count, balances: amounts, in_settlement: amounts,
  })
  fc.assert(fc.property(business, (open) => {
    const { balances, in_settlement, ...counts } = open
    const nothing = Object.values(counts).every((each) => each === 0) && [...balances, ...in_settlement].every(({ minor }) => minor === 0)
    return (blocksOf(open).length === 0) === nothing
  }))
})

test("each block has a way out", () => {
  expect(leavingBlocks.filter((block) => wayOut[block].says.length === 0)).toEqual([])
})
