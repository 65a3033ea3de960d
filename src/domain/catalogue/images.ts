import { problem, type Problem } from "./problems"
import type { SourceProduct } from "./product"

/** The product with as many images as the plan allows, the first ones; null is without limit. What is left out is told. */
export function withinImages(product: SourceProduct, most: number | null, problems: Problem[]): SourceProduct {
  if (most === null || product.images.length <= most) return product
  problems.push(problem(product.line, "images_over_limit", { most, handle: product.handle }))
  return { ...product, images: product.images.slice(0, most) }
}
