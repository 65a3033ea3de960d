import type { Instant } from "./calendar"
import { refuse } from "./errors"

/** What still binds a shop to its rent: until when its running lease lets it sell, and the number of the invoice that waits to be paid. */
export type ShopRent = { closes_at: Instant | null; open_invoice: string | null }

/**
 * A shop is closed for good only when no lease of it runs and no invoice waits: what was paid for is not thrown away, and
 * nobody pays for a shop that is gone. @throws shop_still_leased, which says until when and what to do
 */
export function mustBeFreeOfRent({ closes_at, open_invoice }: ShopRent): void {
  const reasons = [
    ...(closes_at === null ? [] : [`its lease runs until ${closes_at}; turn its renewal off and close the shop then, or end it now: by yourself where nothing was paid for it, else by a credit note from the marketplace`]),
    ...(open_invoice === null ? [] : [`the invoice ${open_invoice} is open; pay it or withdraw it`]),
  ]
  if (reasons.length > 0) refuse("shop_still_leased", { reasons: reasons.join("; and ") })
}
