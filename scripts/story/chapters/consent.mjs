import { expect } from "../client.mjs"
import { chapter, money, refusal, tell } from "../voice.mjs"
import { balanceOf } from "./settlement.mjs"

/** One parcel is consented to, the other one lapses into consent by silence (K4); nobody takes a cut (K8). */
export async function consent(tale) {
  const { buyer, people } = tale
  const { parisa, company } = people
  chapter("“I am satisfied”", await tale.now())
  const early = await company.as.refused("POST", "/merchant/settlements", {}, "nothing_to_settle")
  refusal(`${company.shop.name} asks for its money before anyone has said a word (K17).`, early)

  const { parcel } = await buyer.post(`/store/parcels/${parisa.parcel.id}/consent`)
  expect(parcel.state === "released" && parcel.window.state === "given", "a parcel consented to should be released", parcel)
  tell(`Niloufar loves what came from ${parisa.shop.name} and says so.`)
  await released(parisa)
  const twice = await buyer.refused("POST", `/store/parcels/${parisa.parcel.id}/consent`, {}, "consent_already_given", "wrong_state")
  refusal("She says it twice, to be sure.", twice)
  tell(`About the parcel of ${company.shop.name} she says nothing at all.`)

  await tale.later({ days: 7 })
  chapter("Seven days of silence", await tale.now())
  const { custody } = await buyer.get(`/store/orders/${tale.order.id}/custody`)
  const silent = custody.shop_orders.flatMap((part) => part.parcels).find((each) => each.id === company.parcel.id)
  expect(silent?.window?.state === "lapsed" && silent.state === "released", "seven days of silence should be satisfaction", silent)
  tell(`Seven days have passed without an answer: satisfaction is recorded by itself (K4).`)
  await released(company)
  const late = await buyer.refused("POST", `/store/parcels/${company.parcel.id}/consent`, {}, "consent_window_closed", "wrong_state")
  refusal("Now she remembers the other parcel.", late)
  expect(custody.held.minor === 0, "nothing of the order should be held any more", custody.held)
}

/** The whole of the hold is the merchant's: rent is all that the arcade takes. */
async function released({ as, called, part }) {
  const { shop_order } = await as.get(`/merchant/shop-orders/${part.id}`)
  expect(shop_order.hold.state === "finished" && shop_order.hold.remaining.minor === 0, "the hold should be finished and empty", shop_order.hold)
  expect(shop_order.state === "completed", "the shop order should be completed", shop_order.state)
  const payable = await balanceOf(as, "payable")
  expect(payable === part.amount.minor, `${called} should have ${part.amount.minor} payable`, payable)
  money(`${part.amount.display} leave the hold and are payable to ${called}, to the last rial: no commission, ever (K8).`)
}
