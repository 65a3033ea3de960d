import { createHash } from "node:crypto"

import type { SourceProduct } from "../../domain/catalogue/product"

/** Changes when the import begins to write other things of the same row, so that a file is then taken up again. */
const EDITION = 1

/** The fingerprint of all that an import writes of a product: where it stands in the file is no part of it. */
export function digestOf(product: SourceProduct, currency: string): string {
  const content = JSON.stringify([EDITION, currency, { ...product, line: 0, variants: product.variants.map((variant) => ({ ...variant, line: 0 })) }])
  return createHash("sha256").update(content).digest("base64url")
}
