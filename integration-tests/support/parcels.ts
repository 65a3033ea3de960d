import { buyerOf, memberOf, operatorOf, type Client, type Reply } from "./client"
import { brokenInvariants } from "./orders"
import { openArcade, type Arcade } from "./server"
import { aTrackingCode, paidOrder, type ShopOrder } from "./shopping"

type Money = { minor: number }
export type Parcel = {
  id: string
  order_id: string
  state: string
  amount: Money
  items: { line_item_id: string; quantity: number; amount: Money }[]
  delivery_evidence: string | null
  window: { state: string; policy: string; due_at: string | null; remaining_ms: number | null } | null
  open_case: { id: string } | null
  next_actions: { action: string; path: string }[]
}
export type Part = Omit<ShopOrder, "parcels"> & { lines: { line_item_id: string; quantity: number }[]; parcels: Parcel[] }
export type Case = { id: string; state: string; verdict: string | null; refund: Money | null; amount: Money }
type Item = { line_item_id: string; quantity: number }

/** An arcade with its people, and what they do with parcels. */
export async function openPostOffice() {
  const arcade = await openArcade()
  const [operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shop = arcade.seed.merchants[0]?.shops[0]?.id ?? "none"
  return { arcade, operator, buyer, member, shop, ...steps(arcade, operator, buyer, member, shop) }
}
export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>

function steps(arcade: Arcade, operator: Client, buyer: Client, member: Client, shop: string) {
  const dispatch = (id: string, items?: Item[]) =>
    member.call<{ shop_order: Part }>("POST", `/merchant/shop-orders/${id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode(), items })
  const accepted = async (quantity = 1) => {
    const { shopOrders, placed } = await paidOrder(arcade, operator, buyer, [shop], quantity)
    const id = shopOrders[0]?.id ?? "none"
    const { body } = await member.call<{ shop_order: Part }>("POST", `/merchant/shop-orders/${id}/acceptance`, {})
    return { part: body.shop_order, order: placed.order_id }
  }
  const sent = async () => {
    const { part } = await accepted()
    const { body } = await dispatch(part.id)
    const [parcel] = body.shop_order.parcels
    if (!parcel) throw new Error("no parcel")
    return parcel
  }
  const deliver = (id: string, evidence?: "carrier") => operator.call<{ parcel: Parcel }>("POST", `/admin/parcels/${id}/delivery`, { note: "seen at the door", evidence })
  return {
    dispatch, accepted, sent, deliver,
    delivered: async (evidence?: "carrier") => (await deliver((await sent()).id, evidence)).body.parcel,
    parcel: async (id: string) => (await operator.call<{ parcel: Parcel }>("GET", `/admin/parcels/${id}`)).body.parcel,
    part: async (id: string) => (await member.call<{ shop_order: Part }>("GET", `/merchant/shop-orders/${id}`)).body.shop_order,
    consent: (id: string) => buyer.call<{ parcel: Parcel }>("POST", `/store/parcels/${id}/consent`, {}),
    object: (id: string): Promise<Reply<{ case: Case }>> =>
      buyer.call("POST", `/store/parcels/${id}/objection`, { reason: "damaged", text: "the glass is broken" }),
    withdraw: (id: string): Promise<Reply<{ case: Case }>> => buyer.call("POST", `/store/cases/${id}/withdrawal`, {}),
    decide: (id: string, verdict: Record<string, unknown>): Promise<Reply<{ case: Case }>> =>
      operator.call("POST", `/admin/cases/${id}/verdict`, { note: "the photographs show it", ...verdict }),
    /** What the journal with this key moved: `from → to: minor`. */
    journal: async (key: string) =>
      (await arcade.sql<{ said: string }>(
        "select split_part(from_account, ':', 1) || ' → ' || to_account || ': ' || amount as said from ledger_posting p join ledger_journal j on j.id = p.journal_id where j.key = $1 order by position",
        [key],
      )).map((row) => row.said),
    /** Nothing is wrong with the books. */
    invariants: () => brokenInvariants(operator),
  }
}
