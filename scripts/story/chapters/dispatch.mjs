import { expect } from "../client.mjs"
import { chapter, days, refusal, tell } from "../voice.mjs"

/** Each merchant packs and hands over with a tracking code (K3, K4, P3, P4); staff record the delivery (P5). */
export async function dispatch(tale) {
  const { people } = tale
  const { parisa, company } = people
  chapter("Packed and sent", await tale.now())
  const peek = await parisa.as.refused("GET", `/merchant/shop-orders/${company.part.id}`, undefined, "shop_order_not_found")
  refusal(`Parisa is curious what ${company.shop.name} has sold.`, peek)

  await send(parisa, "Iran Post", `RR ${tale.number(9)} IR`)
  await send(company, "Tipax", `TPX-${tale.number(10)}`)
  const again = await parisa.as.refused("POST", `/merchant/shop-orders/${parisa.part.id}/parcels`, { carrier: "Iran Post", tracking_code: "RR000000002IR" }, "wrong_state")
  refusal("Parisa presses “send” once more.", again)
}

async function send(one, carrier, tracking_code) {
  const { as, called, part } = one
  const accepted = await as.post(`/merchant/shop-orders/${part.id}/acceptance`)
  expect(accepted.shop_order.state === "preparing", "an accepted part should be in preparation", accepted.shop_order.state)
  tell(`${capital(called)} accepts and packs; Niloufar now reads “preparing” (P3).`)
  const without = await as.refused("POST", `/merchant/shop-orders/${part.id}/parcels`, { carrier, tracking_code: "later" }, "tracking_code_invalid")
  refusal("“The tracking code comes later.”", without)
  const { shop_order } = await as.post(`/merchant/shop-orders/${part.id}/parcels`, { carrier, tracking_code })
  expect(shop_order.state === "shipped", "the part should be shipped", shop_order.state)
  one.part = shop_order
  one.parcel = shop_order.parcels[0]
  expect(one.parcel?.state === "handed_over", "the parcel should be with the carrier", one.parcel)
  tell(`Handed to ${carrier} with tracking code ${one.parcel.tracking_code} (K4, P4).`)
}

const capital = (text) => text[0].toUpperCase() + text.slice(1)

/** Two days later both parcels arrive, and the consent windows open (K4, P5). */
export async function delivery(tale) {
  const { operator, people, buyer, strangers } = tale
  await tale.later({ days: 2 })
  chapter("At the door", await tale.now())
  for (const one of Object.values(people)) {
    const { parcel } = await operator.post(`/admin/parcels/${one.parcel.id}/delivery`, { note: "کد رهگیری در سامانه پست: تحویل شد." })
    expect(parcel.state === "delivered" && parcel.window?.state === "open", "a delivered parcel's consent window should be open", parcel)
    one.parcel = parcel
    tell(`The parcel of ${one.shop.name} has arrived (P5). Niloufar has until ${days(parcel.window.due_at)} to say whether she is satisfied (K4).`)
  }
  const nosy = await strangers.refused("POST", `/store/parcels/${people.parisa.parcel.id}/consent`, {}, "parcel_not_found")
  refusal("Somebody else, signed in as another buyer, says she is satisfied.", nosy)
  const { custody } = await buyer.get(`/store/orders/${tale.order.id}/custody`)
  tell(`Niloufar looks up her order: ${custody.held.display} of ${custody.total.display} still wait in custody.`)
}
