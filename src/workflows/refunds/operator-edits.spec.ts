import type { Change } from "./confirmed-changes"
import { byUs } from "./medusa-order"
import { operatorEdits } from "./operator-edits"

const change = (id: string, actions: Change["actions"], created_by: string | null = "user_1"): Change =>
  ({ id, change_type: "edit", created_by, return_id: null, claim_id: null, exchange_id: null, actions: actions ?? [] })
const priced = (line: string, unit_price: number) => ({ action: "ITEM_UPDATE", details: { reference_id: line, quantity: 1, unit_price } })

test("K2 a line's price is by the last edit that gave it one, in whatever order Medusa tells them", () => {
  const { repriced, added } = operatorEdits([
    change("ordch_3", [priced("a", 8_000), { action: "ITEM_ADD", details: { reference_id: "c", quantity: 1 } }]),
    change("ordch_1", [priced("a", 8_000), priced("b", 500)]),
    change("ordch_2", [priced("a", 10_000)]),
    change("ordch_4", [{ action: "ITEM_UPDATE", details: { reference_id: "a", quantity: 2 } }]),
    change("ordch_5", [priced("b", 400)], byUs),
  ])
  expect([Object.fromEntries(repriced), [...added]]).toEqual([{ a: "ordch_3", b: "ordch_1" }, ["c"]])
})
