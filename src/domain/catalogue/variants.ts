import { latinDigits } from "../digits"
import type { Row } from "./columns"
import { priceOf, type Pricing } from "./price"
import { problem, type Problem } from "./problems"
import type { SourceOption, SourceVariant } from "./product"
import { imageUrl } from "./text"

/** What Shopify writes for a product without options, and what we write where it wrote nothing. */
const NO_OPTION = { name: "Title", value: "Default Title" }
const MOST_PIECES = 1_000_000_000
const slots = [1, 2, 3] as const

type Slot = (typeof slots)[number]
type NamedSlot = { slot: Slot; name: string }

const valueIn = (row: Row, slot: Slot): string => row.cells[`option${slot}_value`]

/** A row that describes a variant; a row with nothing of it only adds an image. */
export const isVariantRow = ({ cells }: Row): boolean =>
  [cells.price, cells.stock, cells.sku, cells.barcode, cells.option1_value, cells.option2_value, cells.option3_value].some((cell) => cell !== "")

/** The options in use, by the names that the product's first rows give them. */
function namedSlots(rows: Row[], problems: Problem[]): NamedSlot[] {
  const line = rows[0]?.line ?? 0
  const named: NamedSlot[] = []
  for (const slot of slots) {
    if (!rows.some((row) => valueIn(row, slot) !== "")) continue
    const given = rows.map((row) => row.cells[`option${slot}_name`]).find((name) => name !== "")
    const wished = given ?? `Option ${slot}`
    const name = named.some((other) => other.name === wished) ? `${wished} ${slot}` : wished
    if (given === undefined) problems.push(problem(line, "option_unnamed", { name }))
    else if (name !== given) problems.push(problem(line, "option_name_repeated", { option: given, name }))
    named.push({ slot, name })
  }
  return named
}

function stockOf({ line, cells }: Row, problems: Problem[]): number | null {
  const text = latinDigits(cells.stock)
  if (text === "") problems.push(problem(line, "stock_missing"))
  if (text === "") return 0
  const stock = Number(text)
  if (!/^-?\d+$/.test(text) || stock > MOST_PIECES) {
    problems.push(problem(line, "stock_unreadable", { stock: cells.stock }))
    return null
  }
  if (stock < 0) problems.push(problem(line, "stock_negative", { stock: text }))
  return Math.max(stock, 0)
}

function weightOf({ line, cells }: Row, problems: Problem[]): number | null {
  const text = latinDigits(cells.weight)
  if (text === "") return null
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return Math.floor(Number(text))
  problems.push(problem(line, "weight_unreadable", { weight: cells.weight }))
  return null
}

/** The values of a row's options, or null where one is missing. */
function valuesOf(row: Row, named: NamedSlot[], problems: Problem[]): string[] | null {
  if (named.length === 0) return [NO_OPTION.value]
  const missing = named.filter(({ slot }) => valueIn(row, slot) === "")
  for (const { name } of missing) problems.push(problem(row.line, "option_value_missing", { option: name }))
  return missing.length > 0 ? null : named.map(({ slot }) => valueIn(row, slot))
}

function variantOf(row: Row, named: NamedSlot[], pricing: Pricing, problems: Problem[]): SourceVariant | null {
  const { line, cells } = row
  const warnings: Problem[] = []
  const values = valuesOf(row, named, problems)
  const price = priceOf(latinDigits(cells.price), pricing)
  if ("refused" in price) problems.push(problem(line, price.refused, { price: cells.price }))
  const found: Problem[] = []
  const stock = stockOf(row, found)
  const weight_grams = weightOf(row, warnings)
  // A row that is left out needs no warning about what would have become of it.
  problems.push(...found.filter(({ severity }) => severity === "error"))
  if (values === null || "refused" in price || stock === null) return null
  problems.push(...warnings, ...found)
  // A spreadsheet is told by an apostrophe that a barcode is text; the apostrophe is not part of it.
  const barcode = cells.barcode.replace(/^'/, "") || null
  return { line, values, sku: cells.sku || null, barcode, stock, price_minor: price.minor, weight_grams, image: imageUrl(cells.variant_image) }
}

/** The good variants among a product's rows, and the options they use. */
export function readVariants(rows: Row[], pricing: Pricing, problems: Problem[]): { options: SourceOption[]; variants: SourceVariant[] } {
  const named = namedSlots(rows, problems)
  const variants: SourceVariant[] = []
  const lineOf = new Map<string, number>()
  for (const row of rows) {
    const variant = variantOf(row, named, pricing, problems)
    if (!variant) continue
    const key = JSON.stringify(variant.values)
    const first_line = lineOf.get(key)
    if (first_line !== undefined) problems.push(problem(row.line, "variant_repeated", { options: variant.values.join(" / "), first_line }))
    else variants.push(variant)
    lineOf.set(key, first_line ?? row.line)
  }
  const names = named.length > 0 ? named.map(({ name }) => name) : [NO_OPTION.name]
  const options = names.map((name, i) => ({ name, values: [...new Set(variants.map(({ values }) => values[i] ?? ""))] }))
  return { options, variants }
}
