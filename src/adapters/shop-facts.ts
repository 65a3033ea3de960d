import type { ShopFacts } from "../domain/shop"
import { instantOrNull } from "./columns"

/** The columns of `pasaj_shop` from which its status is derived, as SQL or a model brings them. */
export type ShopRow = {
  leased_until: string | Date | null
  stops: string[]
  vacation_from: string | Date | null
  vacation_until: string | Date | null
  closed_at: string | Date | null
}

/** The facts that `sells` and `shopStatus` judge. */
export const shopFactsOf = (row: ShopRow): ShopFacts => ({
  leased_until: instantOrNull(row.leased_until),
  stops: row.stops,
  vacation_from: instantOrNull(row.vacation_from),
  vacation_until: instantOrNull(row.vacation_until),
  closed_at: instantOrNull(row.closed_at),
})
