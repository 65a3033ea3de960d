import { headerOf, rowOf } from "./columns"
import type { Problem } from "./problems"
import { isVariantRow, readVariants } from "./variants"

const header = headerOf(["Handle", "Title", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Variant Price", "Variant Inventory Qty", "Variant Grams", "Variant SKU"])
const row = (line: number, ...cells: string[]) => rowOf(header, line, ["cap", "", ...cells])
const read = (...rows: ReturnType<typeof row>[]) => {
  const problems: Problem[] = []
  const { options, variants } = readVariants(rows, { currency: "irr", rate: "1", rounding_minor: 1 }, problems)
  return { options: options.map(({ name, values }) => `${name}: ${values.join(", ")}`), values: variants.map((variant) => variant.values.join("/")), codes: problems.map(({ code }) => code) }
}

//  cells                                          variant  why
test.each([
  [["", "", "", "", "", "", "", ""],               false,   "only an image, or nothing"],
  [["", "", "", "", "5", "", "", ""],              true,    "a price"],
  [["", "", "", "", "", "3", "", ""],              true,    "a stock: its price is missing, and that is to be said"],
  [["", "S", "", "", "", "", "", ""],              true,    "a value of an option"],
  [["", "", "", "", "", "", "", "A"],              true,    "an SKU"],
])("%j describes a variant: %s (%s)", (cells, variant) => {
  expect(isVariantRow(row(2, ...cells))).toBe(variant)
})

//  rows                                                                                        options                        variants        problems                  why
const cases: [string[][], string[], string[], string[], string][] = [
  [[["Title", "Default Title", "", "", "5", "1"]],                                               ["Title: Default Title"],      ["Default Title"], [],                  "Shopify's own way to say: no options"],
  [[["", "", "", "", "5", "1"]],                                                                 ["Title: Default Title"],      ["Default Title"], [],                  "nothing about options is no option either"],
  [[["Title", "15mm Wrench", "", "", "5", "1"]],                                                 ["Title: 15mm Wrench"],        ["15mm Wrench"], [],                    "a value of its own stays"],
  [[["Size", "S", "Color", "", "5", "1"], ["", "M", "", "", "5", "1"]],                          ["Size: S, M"],                ["S", "M"],     [],                     "an option that nobody has a value of is none"],
  [[["Size", "S", "Color", "Red", "5", "1"], ["", "S", "", "Blue", "5", "1"]],                   ["Size: S", "Color: Red, Blue"], ["S/Red", "S/Blue"], [],              "values come once, in their order"],
  [[["Size", "S", "", "", "x", "1"], ["", "M", "", "", "5", "1"]],                               ["Size: M"],                   ["M"],          ["price_malformed"],    "a bad row adds no value"],
  [[["Size", "S", "", "", "x", "-1"]],                                                           ["Size: "],                    [],             ["price_malformed"],    "no warning about a row that is left out"],
  [[["Size", "S", "", "", "5", "1", "heavy"]],                                                   ["Size: S"],                   ["S"],          ["weight_unreadable"],  "a weight is worth a warning, not a row"],
  [[["", "S", "", "", "5", "1"], ["", "S", "", "", "5", "1"]],                                   ["Option 1: S"],               ["S"],          ["option_unnamed", "variant_repeated"], "the same twice is not two"],
]
test.each(cases)("%j is %j with %j and %j: %s", (rows, options, values, codes) => {
  expect(read(...rows.map((cells, i) => row(i + 2, ...cells)))).toEqual({ options, values, codes })
})
