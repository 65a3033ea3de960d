import type { Client } from "./client"

/** What an operator does to an order on Medusa's own page. @param operator who is signed in only when the tests run */
export function orderPage(operator: () => Client) {
  /** An edit on Medusa's order page: begin, change, confirm. */
  async function edit(order: string, path: string, body: object): Promise<void> {
    for (const [url, sent] of [["/admin/order-edits", { order_id: order }], [`/admin/order-edits/${order}/${path}`, body], [`/admin/order-edits/${order}/confirm`, {}]] as const) {
      const reply = await operator().call("POST", url, sent)
      if (reply.status !== 200) throw new Error(`${url}: ${JSON.stringify(reply.body)}`)
    }
  }
  /** The buyer pays what an edit added; an operator notes it on Medusa's order page. */
  const payTheRest = async (order: string) => {
    const { body } = await operator().call<{ order: { payment_collections: { id: string; status: string }[] } }>("GET", `/admin/orders/${order}?fields=*payment_collections`)
    const unpaid = body.order.payment_collections.find((each) => each.status === "not_paid")
    expect((await operator().call("POST", `/admin/payment-collections/${unpaid?.id}/mark-as-paid`, { order_id: order })).status).toBe(200)
  }
  return { edit, payTheRest }
}
