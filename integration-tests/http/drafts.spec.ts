import { eventually, operatorOf, type Client } from "../support/client"
import { brokenInvariants } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(120_000)

let arcade: Arcade
let operator: Client

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
})
afterAll(() => arcade?.stop())

/** Runs every duty now, the sweep over Medusa's orders among them. */
const runDuties = async () => {
  const { body } = await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  await operator.call("POST", "/admin/clock", { advance_to: new Date(Date.parse(body.clock.now) + 60_000).toISOString() })
}

test("P1 a draft is nobody's order yet: it comes to the books when it is placed, and an empty one stops nothing", async () => {
  const draft = await operator.call<{ draft_order: { id: string } }>("POST", "/admin/draft-orders", {
    email: "desk@example.com", region_id: arcade.seed.region_id, sales_channel_id: arcade.seed.sales_channel_id,
    shipping_address: { first_name: "Mina", last_name: "Rad", address_1: "Valiasr 1", city: "Tehran", country_code: "ir", postal_code: "1234567890" },
  })
  const id = draft.body.draft_order.id
  const booked = async () => (await arcade.sql("select order_id from escrow_order where order_id = $1", [id])).length
  await runDuties()
  expect(await booked()).toBe(0)
  expect(await arcade.sql("select order_id from escrow_intent")).toEqual([])

  await operator.call("POST", `/admin/draft-orders/${id}/convert-to-order`, {})
  await eventually(booked, (count) => count === 1)
  expect(await brokenInvariants(operator)).toEqual([])
})
