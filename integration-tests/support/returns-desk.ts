import { eventually, type Client } from "./client"
import type { Arcade } from "./server"

type Ground = { arcade: Arcade; operator: Client; place: string }

/** What an operator does on Medusa's order page with goods that come back. @param ground what is open only when the tests run */
export function returnsDesk(ground: () => Ground) {
  /** What an operator would do, too: while a duty of ours writes its own change of the order, Medusa says so, and a moment later it works. */
  const say = async <Body>(path: string, body: object): Promise<Body> => {
    const reply = await eventually(() => ground().operator.call<Body>("POST", path, body), (each) => !(each.body.message ?? "").includes("active order change"))
    if (reply.status >= 400) throw new Error(`${path}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  const receive = async (id: string, line: string) => {
    await say(`/admin/returns/${id}/receive`, {})
    await say(`/admin/returns/${id}/receive-items`, { items: [{ id: line, quantity: 1 }] })
    await say(`/admin/returns/${id}/receive/confirm`, { no_notification: true })
  }
  async function sendBack(order: string, line: string, fee = 0): Promise<void> {
    const made = await say<{ return: { id: string } }>("/admin/returns", { order_id: order, location_id: ground().place })
    await goesOn(made.return.id, line, fee)
  }
  /** A return that was begun is requested and received. */
  async function goesOn(id: string, line: string, fee = 0): Promise<void> {
    await say(`/admin/returns/${id}/request-items`, { items: [{ id: line, quantity: 1 }] })
    if (fee > 0) await say(`/admin/returns/${id}/shipping-method`, { shipping_option_id: ground().arcade.seed.shipping_option_id, custom_amount: fee })
    await say(`/admin/returns/${id}/request`, { no_notification: true })
    await receive(id, line)
  }
  async function claim(order: string, line: string, outbound?: { variant_id: string; quantity: number; unit_price: number }): Promise<void> {
    const made = await say<{ claim: { id: string } }>("/admin/claims", { order_id: order, type: outbound ? "replace" : "refund" })
    await say(`/admin/claims/${made.claim.id}/claim-items`, { items: [{ id: line, quantity: 1, reason: "production_failure" }] })
    if (outbound) await say(`/admin/claims/${made.claim.id}/outbound/items`, { items: [outbound] })
    await say(`/admin/claims/${made.claim.id}/request`, {})
  }
  /** Exchanges one unit of a line, and receives it back. */
  async function exchange(order: string, line: string, outbound: { variant_id: string; quantity: number; unit_price: number }): Promise<void> {
    const made = await say<{ exchange: { id: string } }>("/admin/exchanges", { order_id: order })
    await say(`/admin/exchanges/${made.exchange.id}/inbound/items`, { items: [{ id: line, quantity: 1 }] })
    await say(`/admin/exchanges/${made.exchange.id}/outbound/items`, { items: [outbound] })
    await say(`/admin/exchanges/${made.exchange.id}/request`, {})
    const [row] = await ground().arcade.sql<{ id: string }>("select id from return where exchange_id = $1", [made.exchange.id])
    await receive(row?.id ?? "none", line)
  }
  return { say, sendBack, goesOn, claim, exchange }
}
