import type { Instant } from "./calendar"

/** The independent facts a shop's status is derived from; there is no machine to fall out of step with them. */
export type ShopFacts = {
  /** Until when the lease lets it sell, grace included; null before the first rent. */
  leased_until: Instant | null
  /** What stops it: decisions and the like, each by its own reason. */
  stops: string[]
  vacation_from: Instant | null
  vacation_until: Instant | null
  closed_at: Instant | null
}

export type ShopStatus = "draft" | "open" | "on_vacation" | "rent_ended" | "stopped" | "closed"

/** What a shop is at `now`, the strongest reason first. It sells only when open. */
export function shopStatus(shop: ShopFacts, now: Instant): ShopStatus {
  if (shop.closed_at !== null) return "closed"
  if (shop.stops.length > 0) return "stopped"
  if (shop.leased_until === null) return "draft"
  if (shop.leased_until <= now) return "rent_ended"
  const away = shop.vacation_from !== null && shop.vacation_from <= now && (shop.vacation_until === null || now < shop.vacation_until)
  return away ? "on_vacation" : "open"
}

export const sells = (shop: ShopFacts, now: Instant): boolean => shopStatus(shop, now) === "open"

/** A product is in the storefront iff its merchant wants it there and nothing blocks it (domain: place in the storefront). */
export const isPublished = (product: { wanted: boolean; blocks: string[] }): boolean => product.wanted && product.blocks.length === 0

/** The block that a shop which does not sell lays on each of its products, and takes away again when it does. */
export const SHOP_STOPPED = "shop_stopped"

export const handlePattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
