import type { Row } from "./columns"
import { checkPricing, type Pricing } from "./price"
import { byLine, problem, type Problem } from "./problems"
import type { Catalogue, SourceProduct } from "./product"
import { readRows } from "./rows"
import { imageUrl, plainText } from "./text"
import { isVariantRow, readVariants } from "./variants"

/** What Medusa takes as the handle of a product, in any script. */
export const productHandle = /^[\p{Ll}\p{Lo}\p{Lm}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{Lm}\p{N}]+)*$/u
const LONGEST_HANDLE = 150
const LONGEST_TITLE = 500

/** Rows by product, in the order of the file; a row without a usable handle is reported. */
function rowsByHandle(rows: Row[], problems: Problem[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const { handle } = row.cells
    const group = groups.get(handle)
    if (group) group.push(row)
    else if (handle === "") problems.push(problem(row.line, "handle_missing"))
    else if (!productHandle.test(handle) || handle.length > LONGEST_HANDLE) problems.push(problem(row.line, "handle_malformed", { handle }))
    else groups.set(handle, [row])
  }
  return groups
}

function readImages(rows: Row[], problems: Problem[]): string[] {
  const images = new Set<string>()
  const add = (line: number, text: string) => {
    const url = imageUrl(text)
    if (url !== null) images.add(url)
    else if (text !== "") problems.push(problem(line, "image_unreadable", { image: text }))
  }
  for (const { line, cells } of rows) add(line, cells.image)
  for (const { line, cells } of rows) add(line, cells.variant_image)
  return [...images]
}

/** Shopify's `Published`, and the `Status` of its newer exports; what is not said is wanted. */
function isWanted({ line, cells }: Row, problems: Problem[]): boolean {
  const published = cells.published.toLowerCase()
  if (!["", "true", "false"].includes(published)) problems.push(problem(line, "published_unreadable", { published: cells.published }))
  return (published === "" || published === "true") && ["", "active"].includes(cells.status.toLowerCase())
}

/** The first row of a product describes it, the rows after it inherit; its bad rows are reported and left out. */
function readProduct(handle: string, rows: Row[], pricing: Pricing, problems: Problem[]): SourceProduct | null {
  const head = rows.find(({ cells }) => cells.title !== "")
  const line = rows[0]?.line ?? 0
  const refused = (code: "title_missing" | "title_too_long" | "gift_card" | "no_variant"): null => {
    problems.push(problem(line, code, { handle, most: LONGEST_TITLE }))
    return null
  }
  if (!head) return refused("title_missing")
  if (head.cells.title.length > LONGEST_TITLE) return refused("title_too_long")
  if (head.cells.gift_card.toLowerCase() === "true") return refused("gift_card")
  const variantRows = rows.filter(isVariantRow)
  if (variantRows.length === 0) return refused("no_variant")
  const { options, variants } = readVariants(variantRows, pricing, problems)
  if (variants.length === 0) return null
  const { title, body, vendor, kind, tags } = head.cells
  return {
    line, handle, title, options, variants,
    description: plainText(body) || null,
    vendor: vendor || null,
    kind: kind || null,
    tags: [...new Set(tags.split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""))],
    wanted: isWanted(head, problems),
    images: readImages(rows, problems),
  }
}

/** An SKU names one variant: whoever repeats it gets a number behind it, so that no row is lost over it. */
function tellSkusApart(products: SourceProduct[], problems: Problem[]): void {
  const variants = products.flatMap((product) => product.variants)
  const written = new Set(variants.map(({ sku }) => sku))
  const lineOf = new Map<string, number>()
  for (const variant of variants) {
    const { sku, line } = variant
    if (sku === null) continue
    const first_line = lineOf.get(sku)
    if (first_line === undefined) lineOf.set(sku, line)
    else {
      let number = 2
      while (written.has(`${sku}-${number}`)) number += 1
      variant.sku = `${sku}-${number}`
      written.add(variant.sku)
      problems.push(problem(line, "sku_repeated", { sku, first_line, became: variant.sku }))
    }
  }
}

/**
 * Reads a catalogue in Shopify's CSV format. Good rows become products; each bad row is reported by its line and why,
 * and costs nothing but itself, unless it takes away what its whole product needs (a title).
 * @throws catalogue_too_large, catalogue_too_long, catalogue_unreadable, catalogue_columns_missing, catalogue_empty,
 *   rate_malformed, rounding_malformed, currency_unknown
 */
export function parseCatalogue(text: string, pricing: Pricing): Catalogue {
  checkPricing(pricing)
  const { rows, problems } = readRows(text)
  const products: SourceProduct[] = []
  for (const [handle, group] of rowsByHandle(rows, problems)) {
    const product = readProduct(handle, group, pricing, problems)
    if (product) products.push(product)
  }
  tellSkusApart(products, problems)
  return { rows: rows.length, products, problems: byLine(problems) }
}
