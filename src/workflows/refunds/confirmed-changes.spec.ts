import type { MedusaContainer } from "@medusajs/framework/types"

import { readWithChanges } from "./confirmed-changes"

type Moment = { changes: string[]; owed: number }

/** Medusa's two reads of an order, each of which sees the next of the given moments. */
function medusaAt(moments: Moment[]): MedusaContainer {
  const next = () => (moments.length > 1 ? moments.shift() : moments[0]) as Moment
  const graph = async ({ entity }: { entity: string }) => {
    const { changes, owed } = next()
    const order = { id: "order_1", status: "pending", currency_code: "irr", items: [], payment_collections: [], summary: { pending_difference: -owed } }
    return { data: entity === "order" ? [order] : changes.map((id) => ({ id, change_type: "return_receive" })) }
  }
  return { resolve: () => ({ graph }) } as never
}
const before = { changes: [], owed: 0 }
const after = { changes: ["ordch_1"], owed: 1_000 }

test.each([
  ["nothing happens", [before], [], 0],
  ["it was received before", [after], ["ordch_1"], -1_000],
  ["it is received between the changes and the order", [before, after], ["ordch_1"], -1_000],
  ["it is received between the order and the changes", [before, before, after], ["ordch_1"], -1_000],
])("K2 a return is judged by totals that have it: %s", async (_when, moments, changes, pending) => {
  const read = await readWithChanges(medusaAt([...moments]), "order_1")
  expect([read.changes.map((change) => change.id), read.order.pending_minor]).toEqual([changes, pending])
})

test("an order that changes at every look is left to the next try", async () => {
  const moments = Array.from({ length: 20 }, (_, n) => ({ changes: Array.from({ length: n }, (_each, id) => `ordch_${id}`), owed: n }))
  await expect(readWithChanges(medusaAt(moments), "order_1")).rejects.toThrow("changes faster than it can be read")
})
