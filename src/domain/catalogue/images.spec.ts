import { withinImages } from "./images"
import type { Problem } from "./problems"
import type { SourceProduct } from "./product"

const product = (images: string[]): SourceProduct => ({
  line: 7, handle: "cap", title: "Cap", description: null, vendor: null, kind: null, tags: [], wanted: true, options: [], images, variants: [],
})

//  images           most   kept             told   why
const rows: [string[], number | null, string[], number, string][] = [
  [["a", "b", "c"], null,  ["a", "b", "c"], 0,     "a plan without limit"],
  [["a", "b", "c"], 3,     ["a", "b", "c"], 0,     "as many as it allows"],
  [["a", "b", "c"], 2,     ["a", "b"],      1,     "the first ones stay"],
  [["a"],           0,     [],              1,     "a plan without images"],
]
test.each(rows)("K15 of the images %j, %s are allowed: %j stay (%s told: %s)", (images, most, kept, told) => {
  const problems: Problem[] = []
  expect(withinImages(product(images), most, problems).images).toEqual(kept)
  expect(problems.map(({ line, code }) => [line, code])).toEqual(Array(told).fill([7, "images_over_limit"]))
})
