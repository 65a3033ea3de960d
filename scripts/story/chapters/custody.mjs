import { eventually, expect } from "../client.mjs"
import { chapter, money, refusal, rial, tell } from "../voice.mjs"

/** The shops see their part at once (P1, K18); the captured money waits in a hold for each (K1, K2, P2). */
export async function custody(tale) {
  const { operator, order, people } = tale
  const merchants = Object.values(people)
  chapter("The money waits", await tale.now())
  for (const one of merchants) one.part = await partOf(one, order.id, (part) => part.state === "awaiting_payment")
  tell(`Medusa has one order. Each shop sees its own part in its panel, and nothing of the other's: ${merchants.map((one) => `${one.shop.name} ${one.part.amount.display}`).join(", ")} (P1, K18).`)
  await tooEarly(people.parisa)

  await capture(tale)
  for (const one of merchants) one.part = await partOf(one, order.id, (part) => part.state === "paid" && part.hold.state === "held")
  for (const [i, one] of merchants.entries()) {
    expect(one.part.hold.remaining.minor === tale.bought[i].price, `the hold of ${one.shop.name} should keep ${tale.bought[i].price}`, one.part.hold)
    money(`${one.part.hold.remaining.display} in the hold of ${one.shop.name} (K2): not the shop's yet, and not the marketplace's.`)
  }
  const own = await bookedIncome(operator, order.id)
  const price = tale.bought[merchants.length].price
  expect(own === price, `order income should get ${price} of this payment`, own)
  money(`${rial(own)} for “${tale.bought[merchants.length].title}” is the marketplace's own income at once: it was its own product.`)
}

/** The merchant's part of the order, once it is as `is` says. */
export const partOf = ({ as, merchant_id, called }, orderId, is) =>
  eventually(`${called} should see its part of the order`, async () => {
    const { shop_orders } = await as.get("/merchant/shop-orders?limit=5")
    return shop_orders.find((part) => part.order_id === orderId && part.merchant_id === merchant_id && is(part))
  })

async function tooEarly({ as, part }) {
  const accept = await as.refused("POST", `/merchant/shop-orders/${part.id}/acceptance`, {}, "wrong_state")
  refusal("Parisa wants to start packing: nothing is paid yet (P2).", accept)
  const parcel = { carrier: "Iran Post", tracking_code: "RR000000001IR" }
  const dispatch = await as.refused("POST", `/merchant/shop-orders/${part.id}/parcels`, parcel, "wrong_state")
  refusal("She tries to send it anyway.", dispatch)
}

/** Staff capture the payment with Medusa's own button. */
async function capture({ operator, order }) {
  const fields = encodeURIComponent("id,payment_collections.payments.id,payment_collections.payments.amount")
  const found = await operator.get(`/admin/orders/${order.id}?fields=${fields}`)
  const payment = found.order.payment_collections[0]?.payments[0]
  expect(payment, "Medusa's order should have a payment", found.order)
  await operator.post(`/admin/payments/${payment.id}/capture`)
  tell(`Mina captures the payment with Medusa's own button: ${rial(payment.amount)} has arrived at the gateway (K16).`)
}

/** What this order's payment brought to the marketplace's own income, read from the ledger. */
async function bookedIncome(operator, orderId) {
  const { entries } = await operator.get("/admin/ledger/entries?account=platform%3Aorder_income&limit=20")
  return entries.filter((entry) => entry.reason.includes(orderId)).reduce((all, entry) => all + entry.amount.minor, 0)
}
