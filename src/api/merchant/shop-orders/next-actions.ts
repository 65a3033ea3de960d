import type { z } from "@medusajs/framework/zod"

import type { CaseKind } from "../../../domain/dispute"
import type { ParcelState, ShopOrderState, WindowState } from "../../../domain/escrow"
import type { nextActionAnswer } from "../../endpoint"

export type Side = "merchant" | "buyer" | "operator"
type NextAction = z.infer<typeof nextActionAnswer>

const post = (action: string, path: string): NextAction => ({ action, method: "POST", path })

type ShopOrderFacts = { id: string; order_id: string; state: ShopOrderState }

/** What `side` may do now with a shop order: the merchant works on it, and whoever may still cancel it. */
export function actionsOnShopOrder({ id, order_id, state }: ShopOrderFacts, side: Side): NextAction[] {
  const unsent = state === "awaiting_payment" || state === "paid" || state === "preparing"
  if (side === "buyer") return unsent && state !== "preparing" ? [post("cancel", `/store/orders/${order_id}/shop-orders/${id}/cancellation`)] : []
  if (side === "operator") return unsent ? [post("cancel", `/admin/orders/${order_id}/custody-cancellation`)] : []
  return [
    ...(state === "paid" ? [post("accept", `/merchant/shop-orders/${id}/acceptance`)] : []),
    ...(state === "preparing" || state === "partly_shipped" ? [post("dispatch", `/merchant/shop-orders/${id}/parcels`)] : []),
    ...(unsent || state === "partly_shipped" ? [post("cancel", `/merchant/shop-orders/${id}/cancellation`)] : []),
  ]
}

/** What `side` may do now with all of an order: cancel it, while nobody works on any part of it. */
export function actionsOnOrder(orderId: string, parts: ShopOrderFacts[], side: Side): NextAction[] {
  const live = parts.filter((part) => part.state !== "cancelled")
  if (live.length === 0 || side === "merchant" || !live.every((part) => actionsOnShopOrder(part, side).length > 0)) return []
  return [post("cancel_order", side === "buyer" ? `/store/orders/${orderId}/cancellation` : `/admin/orders/${orderId}/custody-cancellation`)]
}

type ParcelFacts = { id: string; state: ParcelState; delivery_evidence: string | null }
type WindowFacts = { state: WindowState; extended_by_buyer: boolean }
type CaseFacts = { id: string; kind: CaseKind }

/** What `side` may do now with a parcel: the buyer answers, an operator tells what became of it, or decides its case. */
export function actionsOnParcel({ id, state, delivery_evidence }: ParcelFacts, window: WindowFacts | null, open: CaseFacts | null, side: Side): NextAction[] {
  const waits = state === "delivered" && window?.state === "open"
  if (side === "buyer") {
    if (open?.kind === "objection") return [post("withdraw_objection", `/store/cases/${open.id}/withdrawal`)]
    const mayExtend = waits && !window.extended_by_buyer && delivery_evidence !== "carrier"
    const answers = waits || (state === "handed_over" && window?.state === "waiting")
    return [
      ...(answers ? [post("consent", `/store/parcels/${id}/consent`), post("object", `/store/parcels/${id}/objection`)] : []),
      ...(mayExtend ? [post("extend", `/store/parcels/${id}/extension`)] : []),
    ]
  }
  if (side === "merchant") return waits ? [post("extend", `/merchant/parcels/${id}/extension`)] : []
  return [
    ...(state === "handed_over" || state === "lost" ? [post("deliver", `/admin/parcels/${id}/delivery`)] : []),
    ...(state === "handed_over" ? [post("lose", `/admin/parcels/${id}/loss`)] : []),
    ...(waits ? [post("extend", `/admin/parcels/${id}/extension`)] : []),
    ...(open ? [post("decide", `/admin/cases/${open.id}/verdict`)] : []),
  ]
}
