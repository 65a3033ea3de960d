import { refuse } from "../errors"
import type { SourceProduct, SourceVariant } from "./product"
import { plainText } from "./text"

/** One variant as a member says it: a value for each of the product's options, by the option's name. */
export type DraftVariant = {
  options: Record<string, string>
  price_minor: number
  stock: number
  sku: string | null
  barcode: string | null
  weight_grams: number | null
}

/** A whole product as a member says it; `images` are addresses already. */
export type Draft = {
  handle: string
  title: string
  description: string | null
  vendor: string | null
  kind: string | null
  tags: string[]
  category_ids: string[]
  images: string[]
  published: boolean
  options: string[]
  variants: DraftVariant[]
}

export type ListedVariant = SourceVariant & { id: string }
/** A product as it is listed, so that an edit can be laid over it. */
export type ListedSource = Omit<SourceProduct, "variants"> & { variants: ListedVariant[] }

export type VariantEdit = { id: string } & Partial<Pick<SourceVariant, "price_minor" | "sku" | "barcode" | "weight_grams" | "stock">>
/** What a member changes of a listed product; absent is as it was. */
export type ProductEdit = Partial<Pick<Draft, "title" | "description" | "vendor" | "kind" | "tags" | "category_ids" | "images">> & {
  variants?: VariantEdit[]
  add_variants?: DraftVariant[]
  remove_variants?: string[]
}

/** What a product without options is sold by, as the import has it. */
const NO_OPTION = { name: "Title", value: "Default Title" }

function variantOf(names: string[], draft: DraftVariant): SourceVariant {
  const { options, price_minor, stock, sku, barcode, weight_grams } = draft
  const said = Object.keys(options)
  const plain = names.length === 1 && names[0] === NO_OPTION.name && said.length === 0
  const values = plain ? [NO_OPTION.value] : names.map((name) => options[name] ?? refuse("variant_options_wrong", { options: names.join(", ") }))
  if (!plain && said.length !== names.length) refuse("variant_options_wrong", { options: names.join(", ") })
  return { line: 0, values, sku, barcode, stock, price_minor, weight_grams, image: null }
}

/** Two variants of the same options could not be told apart, and an SKU names one. @throws variant_repeated, sku_repeated, product_without_variant */
function requireApart(variants: SourceVariant[]): void {
  if (variants.length === 0) refuse("product_without_variant")
  const seen = new Set<string>()
  for (const { values, sku } of variants) {
    const key = JSON.stringify(values)
    if (seen.has(key)) refuse("variant_repeated", { options: values.join(" / ") })
    if (sku !== null && seen.has(sku)) refuse("sku_repeated", { sku })
    seen.add(key)
    if (sku !== null) seen.add(sku)
  }
}

const valuesOf = (variants: SourceVariant[], at: number): string[] => [...new Set(variants.map(({ values }) => values[at] ?? ""))]
const words = (text: string | null): string | null => (text === null ? null : plainText(text) || null)

/**
 * A product fit to be made, in the form that imports make products from. A merchant's markup never reaches a storefront.
 * @throws variant_options_wrong, variant_repeated, sku_repeated, product_without_variant
 */
export function productOf(draft: Draft): SourceProduct {
  const names = draft.options.length === 0 ? [NO_OPTION.name] : draft.options
  const variants = draft.variants.map((variant) => variantOf(names, variant))
  requireApart(variants)
  const { handle, title, vendor, kind, tags, category_ids, images, published } = draft
  return {
    line: 0, handle, title, description: words(draft.description), vendor, kind, tags, category_ids, images, wanted: published, variants,
    options: names.map((name, at) => ({ name, values: valuesOf(variants, at) })),
  }
}

/**
 * The listed product with the edit laid over it. A listed variant that the edit does not name stays as it is.
 * @throws variant_not_found, variant_options_wrong, variant_repeated, sku_repeated, product_without_variant
 */
export function editedProduct(listed: ListedSource, edit: ProductEdit): SourceProduct {
  const { variants: changes = [], add_variants = [], remove_variants = [], description, ...said } = edit
  const known = new Set(listed.variants.map(({ id }) => id))
  const stranger = [...changes.map(({ id }) => id), ...remove_variants].find((id) => !known.has(id))
  if (stranger !== undefined) refuse("variant_not_found", { id: stranger })
  const names = listed.options.map(({ name }) => name)
  const kept = listed.variants
    .filter(({ id }) => !remove_variants.includes(id))
    // Stock is set apart: what the product's last file said of it is remembered beside.
    .map(({ id, ...variant }): SourceVariant => ({ ...variant, ...changes.find((change) => change.id === id), stock: variant.stock }))
    .map(({ line, values, sku, barcode, stock, price_minor, weight_grams, image }) => ({ line, values, sku, barcode, stock, price_minor, weight_grams, image }))
  const variants = [...kept, ...add_variants.map((variant) => variantOf(names, variant))]
  requireApart(variants)
  return {
    ...listed,
    ...said,
    ...(description === undefined ? {} : { description: words(description) }),
    variants,
    options: names.map((name, at) => ({ name, values: valuesOf(variants, at) })),
  }
}
