import { expect } from "../client.mjs"
import { chapter, money, refusal, rial, tell } from "../voice.mjs"

const address = {
  first_name: "نیلوفر", last_name: "صادقی", address_1: "خیابان ولیعصر، کوچه نسترن، پلاک ۱۲، واحد ۳", city: "تهران",
  province: "تهران", postal_code: "1966813411", country_code: "ir", phone: "+989121234567",
}

/** The buyer fills one cart from two shops and the marketplace, and orders: Medusa's own store API, unchanged. */
export async function basket(tale) {
  const { seed, buyer } = tale
  chapter("One basket, two shops", await tale.now())
  const { cart } = await buyer.post("/store/carts", { region_id: seed.region_id, sales_channel_id: seed.sales_channel_id })

  tale.bought = []
  for (const one of Object.values(tale.people)) tale.bought.push(await choose(tale, cart.id, { product_id: one.products[0].id, from: one.shop.name }))
  tale.bought.push(await choose(tale, cart.id, { product_id: seed.own_product_id, from: undefined }))
  const names = tale.bought.map(({ title, from }) => `“${title}” ${from ? `from ${from}` : "from the marketplace itself"}`)
  tell(`Niloufar (نیلوفر صادقی) puts into one cart: ${names.join(", ")}.`)

  await buyer.post(`/store/carts/${cart.id}`, { shipping_address: address, billing_address: address })
  await freightCollect(tale, cart.id)
  await pay(tale, cart.id)
}

/** Puts one piece of a product into the cart: its first variant that is in stock. */
async function choose({ buyer, seed }, cartId, { product_id, from }) {
  const fields = encodeURIComponent("title,*variants.calculated_price,+variants.inventory_quantity")
  const { product } = await buyer.get(`/store/products/${product_id}?region_id=${seed.region_id}&fields=${fields}`)
  const variant = product.variants.find((each) => each.calculated_price && (each.manage_inventory === false || each.inventory_quantity > 0))
  expect(variant, `“${product.title}” should have a variant with a price and in stock`, product.variants)
  await buyer.post(`/store/carts/${cartId}/line-items`, { variant_id: variant.id, quantity: 1 })
  return { title: product.title, from, price: variant.calculated_price.calculated_amount, variant_id: variant.id }
}

/** K20: the buyer reads before ordering that the carrier is paid on arrival. */
async function freightCollect({ buyer, seed }, cartId) {
  const { shipping_options } = await buyer.get(`/store/shipping-options?cart_id=${cartId}`)
  const option = shipping_options.find((each) => each.id === seed.shipping_option_id)
  expect(option, "the freight-collect option should be offered", shipping_options)
  expect(option.amount === 0, "freight collect should cost nothing now", option)
  await buyer.post(`/store/carts/${cartId}/shipping-methods`, { option_id: option.id })
  tell(`Shipping: “${option.name}”, 0 IRR now. ${option.data?.notice?.en ?? ""} She reads that before she orders (K20).`)
}

async function pay(tale, cartId) {
  const { buyer } = tale
  const early = await buyer.ask("POST", `/store/carts/${cartId}/complete`, {})
  expect(early.status >= 400, "a cart without payment should not become an order", early)
  refusal("She presses “order” before choosing how to pay.", early.body.message ?? early.body.type)
  const { payment_collection } = await buyer.post("/store/payment-collections", { cart_id: cartId })
  await buyer.post(`/store/payment-collections/${payment_collection.id}/payment-sessions`, { provider_id: "pp_system_default" })
  const done = await buyer.post(`/store/carts/${cartId}/complete`)
  expect(done.type === "order", "the cart should become an order", done)
  tale.order = done.order
  const total = tale.bought.reduce((all, { price }) => all + price, 0)
  expect(done.order.total === total, `the order's total should be ${total}`, done.order.total)
  const again = await buyer.post(`/store/carts/${cartId}/complete`)
  expect(again.order?.id === done.order.id, "ordering the same cart twice should give the same order", again.order?.id)
  tell(`One order, number ${done.order.display_id} in Medusa. Pressing the button twice gives the same order, not two.`)
  money(`${rial(total)} in all, to the marketplace and not to the shops (K1). It is authorised, not yet captured.`)
}
