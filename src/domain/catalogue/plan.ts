import type { SourceProduct } from "./product"

/** A product of the file with the digest of all that an import would write of it. */
export type Listed = { product: SourceProduct; digest: string }
/** What the shop has from the same handle. `present`: the product is still in Medusa; `finished`: it was once made completely. */
export type Standing = { product_id: string; digest: string; finished: boolean; present: boolean }

export type Plan = {
  make: Listed[]
  /** Products that were begun and never finished, or deleted since: made anew, in the place they have. */
  remake: (Listed & { product_id: string; present: boolean })[]
  change: (Listed & { product_id: string })[]
  unchanged: Listed[]
}

/**
 * What an import has to do, so that the same file twice does nothing, and a file after a crash does what the crash left.
 * Products of the shop that the file does not name are none of its business. What the shop's plan has no room for is
 * cut where places are reserved, under the shop's own lock.
 */
export function planImport(listed: Listed[], standing: Map<string, Standing>): Plan {
  const plan: Plan = { make: [], remake: [], change: [], unchanged: [] }
  for (const each of listed) {
    const there = standing.get(each.product.handle)
    if (!there) plan.make.push(each)
    else if (!there.finished || !there.present) plan.remake.push({ ...each, product_id: there.product_id, present: there.present })
    else if (there.digest !== each.digest) plan.change.push({ ...each, product_id: there.product_id })
    else plan.unchanged.push(each)
  }
  return plan
}
