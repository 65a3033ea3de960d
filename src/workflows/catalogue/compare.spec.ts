import type { Problem } from "../../domain/catalogue/problems"
import type { SourceProduct, SourceVariant } from "../../domain/catalogue/product"
import { compare } from "./compare"
import { digestOf } from "./digest"
import type { CurrentProduct, CurrentVariant } from "./read-products"

const market = { currency: "irr", sales_channel_id: "sc", stock_location_id: "loc", shipping_profile_id: "sp" }
const source = (value: string, more: Partial<SourceVariant> = {}): SourceVariant => ({
  line: 2, values: [value], sku: null, barcode: null, stock: 4, price_minor: 100, weight_grams: null, image: null, ...more,
})
const product = (...variants: SourceVariant[]): SourceProduct => ({
  line: 2, handle: "cap", title: "Cap", description: null, vendor: null, kind: null, tags: [], wanted: true, images: [], variants,
  options: [{ name: "Size", values: variants.map(({ values }) => values[0] ?? "") }],
})
const listed = (value: string, more: Partial<CurrentVariant> = {}): CurrentVariant => ({
  id: `variant_${value}`, sku: null, metadata: { source_stock: 4 }, options: [{ value, option: { title: "Size" } }],
  inventory_items: [{ inventory_item_id: `item_${value}`, inventory: { location_levels: [{ location_id: "loc", reserved_quantity: 1 }] } }],
  price_set: { prices: [{ id: "price_1", currency_code: "irr", amount: 100 }] },
  ...more,
})
const current = (...variants: CurrentVariant[]): CurrentProduct => ({
  id: "prod", variants, options: [{ id: "opt", title: "Size", values: variants.flatMap(({ options }) => options) }],
})
const changed = (file: SourceProduct, there: CurrentProduct) => {
  const problems: Problem[] = []
  const change = compare(market, file, there, problems)
  return { ...change, prices: change.kept.map(({ fields }) => fields.prices), codes: problems.map(({ code }) => code) }
}

test("a price that is the same is left alone; one that differs is changed in place, and other currencies are named, or Medusa deletes them", () => {
  const euro = { id: "price_2", currency_code: "eur", amount: 3 }
  const there = current(listed("S", { price_set: { prices: [{ id: "price_1", currency_code: "irr", amount: 100 }, euro, { ...euro, id: "sale", price_list_id: "list" }] } }))
  expect(changed(product(source("S")), there).prices).toEqual([undefined])
  expect(changed(product(source("S", { price_minor: 120 })), there).prices).toEqual([[{ id: "price_1", currency_code: "irr", amount: 120 }, euro]])
})

//  the file  the file before  reserved  set to  why
const stocks: [number, number | undefined, number, number | null, string][] = [
  [4,         4,               0,        null,   "the file says what it said: what was sold since stays sold"],
  [9,         4,               0,        9,      "new goods came"],
  [0,         4,               3,        3,      "three are sold and not yet sent"],
  [4,         undefined,       0,        4,      "nobody knows what it said"],
]
test.each(stocks)("stock %i in the file, %s in the one before, %i reserved: set to %s, since %s", (stock, before, reserved_quantity, set) => {
  const inventory_items = [{ inventory_item_id: "item_S", inventory: { location_levels: [{ location_id: "loc", reserved_quantity }] } }]
  const there = current(listed("S", { metadata: before === undefined ? null : { source_stock: before }, inventory_items }))
  expect(changed(product(source("S", { stock })), there).stock.map((each) => each.stocked_quantity)).toEqual(set === null ? [] : [set])
})

test("a new variant is added, with the value its option lacks; one that the file lacks stays and is told", () => {
  const change = changed(product(source("S"), source("L")), current(listed("S"), listed("M")))
  expect(change.added.map(({ values }) => values)).toEqual([["L"]])
  expect(change.missingValues).toEqual([{ option_id: "opt", values: ["L"] }])
  expect(change.codes).toEqual(["variant_absent"])
})

test("other options: nothing of the variants is touched", () => {
  const file = { ...product(source("S")), options: [{ name: "Colour", values: ["S"] }] }
  expect(changed(file, current(listed("S")))).toMatchObject({ kept: [], added: [], stock: [], codes: ["options_changed"] })
})

test("the digest of a product is about its content, not about where it stands in the file", () => {
  const digest = digestOf(product(source("S")), "irr")
  expect(digestOf({ ...product(source("S", { line: 90 })), line: 90 }, "irr")).toBe(digest)
  expect(digestOf(product(source("S", { stock: 5 })), "irr")).not.toBe(digest)
  expect(digestOf(product(source("S")), "eur")).not.toBe(digest)
})
