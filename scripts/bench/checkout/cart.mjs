import { Failure } from "../../lib/messages.mjs"

const address = {
  first_name: "نیلوفر",
  last_name: "صادقی",
  address_1: "خیابان ولیعصر، پلاک ۱۲",
  city: "تهران",
  postal_code: "1966813411",
  country_code: "ir",
  phone: "+989121234567",
}
const buyer = { email: "buyer@pasaj.test", shipping_address: address, billing_address: address }

/** The parts of a checkout that are timed, each the sum of its requests; `whole checkout` is the sum of the others. */
export const parts = ["create cart", "line items", "shipping options", "shipping method", "payment", "completion", "whole checkout"]

const create = async (server, goods) => {
  const { region_id, sales_channel_id } = goods
  const { body, ms } = await server.post("/store/carts", { region_id, sales_channel_id, ...buyer })
  return { ms, cart: body.cart.id }
}

const collect = async (server, { cart }) => {
  const { body, ms } = await server.post("/store/payment-collections", { cart_id: cart })
  return { ms, collection: body.payment_collection.id }
}

const complete = async (server, { cart }) => {
  const { body, ms } = await server.post(`/store/carts/${cart}/complete`)
  if (body.type !== "order") throw new Failure(`A cart of ${server.name} did not become an order: ${JSON.stringify(body.error)}`)
  return { ms, order: body.order.id }
}

const only = async (request) => ({ ms: (await request).ms })
const add = (variant_id) => (server, { cart }) => only(server.post(`/store/carts/${cart}/line-items`, { variant_id, quantity: 1 }))
const listOptions = (server, { cart }) => only(server.get(`/store/shipping-options?cart_id=${cart}`))
const ship = (option_id) => (server, { cart }) => only(server.post(`/store/carts/${cart}/shipping-methods`, { option_id }))
const openSession = (server, { collection }) =>
  only(server.post(`/store/payment-collections/${collection}/payment-sessions`, { provider_id: "pp_system_default" }))

/**
 * Buys the same cart on both servers, side by side: each request goes to the first server of the pair and then to the
 * second, so that whatever else the machine does slows both. After a completion, the work that follows the order is
 * waited for before anything else is asked of either.
 * @returns {Promise<Record<string, Record<string, number>>>} server's name → part → milliseconds
 */
export async function buyOnBoth(pair, goods, size, watch) {
  const known = Object.fromEntries(pair.map(({ name }) => [name, {}]))
  const nothing = Object.fromEntries(parts.map((part) => [part, 0]))
  const times = Object.fromEntries(pair.map(({ name }) => [name, { ...nothing }]))
  const onBoth = async (part, act) => {
    for (const server of pair) {
      const { ms, ...learnt } = await act(server, known[server.name])
      Object.assign(known[server.name], learnt)
      times[server.name][part] += ms
      times[server.name]["whole checkout"] += ms
      if (part !== "completion") continue
      times[server.name]["after-work"] = await watch.drained(server.name, learnt.order, size)
    }
  }
  await onBoth("create cart", (server) => create(server, goods))
  for (const variant of goods.variant_ids.slice(0, size)) await onBoth("line items", add(variant))
  await onBoth("shipping options", listOptions)
  await onBoth("shipping method", ship(goods.shipping_option_id))
  await onBoth("payment", collect)
  await onBoth("payment", openSession)
  await onBoth("completion", complete)
  return times
}
