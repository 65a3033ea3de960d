import type { z } from "@medusajs/framework/zod"

import type { ParcelState, ShopOrderState, WindowState } from "../../../domain/escrow"
import type { nextActionAnswer } from "../../endpoint"

export type Side = "merchant" | "buyer" | "operator"
type NextAction = z.infer<typeof nextActionAnswer>

const post = (action: string, path: string): NextAction => ({ action, method: "POST", path })

/** What `side` may do now with a shop order: the merchant works on it, the others look on. */
export function actionsOnShopOrder(id: string, state: ShopOrderState, side: Side): NextAction[] {
  if (side !== "merchant") return []
  if (state === "paid") return [post("accept", `/merchant/shop-orders/${id}/acceptance`)]
  if (state === "preparing" || state === "partly_shipped") return [post("dispatch", `/merchant/shop-orders/${id}/parcels`)]
  return []
}

/** What `side` may do now with a parcel: the buyer consents, an operator records the delivery. */
export function actionsOnParcel(id: string, state: ParcelState, window: WindowState | null, side: Side): NextAction[] {
  const buyerWaits = state === "handed_over" || (state === "delivered" && window === "open")
  if (side === "buyer" && buyerWaits) return [post("consent", `/store/parcels/${id}/consent`)]
  if (side === "operator" && (state === "handed_over" || state === "lost")) return [post("deliver", `/admin/parcels/${id}/delivery`)]
  return []
}
