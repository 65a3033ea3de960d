import { problem, type Problem } from "../../domain/catalogue/problems"
import type { SourceProduct, SourceVariant } from "../../domain/catalogue/product"
import type { Market } from "./market"
import { priceIn, variantFields } from "./medusa-input"
import type { CurrentProduct, CurrentVariant } from "./read-products"

type Price = { id?: string; currency_code: string; amount: number }
type Stock = { inventory_item_id: string; stocked_quantity: number; levelled: boolean }

/** A listed variant, what the file says of it, and the inventory item that carries its SKU as well. */
type Kept = {
  id: string
  sku: string | null
  inventory_item_id: string | undefined
  source: SourceVariant
  fields: ReturnType<typeof variantFields> & { prices?: Price[] }
}

/** What must be done to one listed product so that it says what the file says. */
export type Change = {
  product_id: string
  product: SourceProduct
  kept: Kept[]
  added: SourceVariant[]
  missingValues: { option_id: string; values: string[] }[]
  stock: Stock[]
}

const namesOf = (options: string[]): string => JSON.stringify([...options].sort())

/** The variant's values in the order of the file's options. */
const valuesOf = (product: SourceProduct, variant: CurrentVariant): string[] =>
  product.options.map(({ name }) => variant.options.find(({ option }) => option?.title === name)?.value ?? "")

/** The plain price in our currency, changed where it differs; the others of the set must be named, or Medusa deletes them. */
function pricesOf(market: Market, current: CurrentVariant, source: SourceVariant): Price[] | undefined {
  const wanted = priceIn(market, source)
  const prices = (current.price_set?.prices ?? []).filter((price) => !price.price_list_id)
  const isOurs = (price: (typeof prices)[number]) => price.currency_code === market.currency && !price.rules_count
  const ours = prices.find(isOurs)
  if (ours && Number(ours.amount) === wanted.amount) return undefined
  const others = prices.filter((price) => price !== ours).map(({ id, currency_code, amount }) => ({ id, currency_code, amount }))
  return [{ ...(ours ? { id: ours.id } : {}), ...wanted }, ...others]
}

/** The stock, where the file says another number than the file before it; never below what buyers have reserved. */
function stockOf(market: Market, current: CurrentVariant, source: SourceVariant): Stock[] {
  const item = current.inventory_items?.[0]
  if (!item || current.metadata?.["source_stock"] === source.stock) return []
  const level = item.inventory?.location_levels?.find((each) => each?.location_id === market.stock_location_id)
  return [{ inventory_item_id: item.inventory_item_id, stocked_quantity: Math.max(source.stock, level?.reserved_quantity ?? 0), levelled: Boolean(level) }]
}

/** Compares a product of the file with the listed one; what cannot be changed is reported. */
export function compare(market: Market, product: SourceProduct, current: CurrentProduct, problems: Problem[]): Change {
  const change: Change = { product_id: current.id, product, kept: [], added: [], missingValues: [], stock: [] }
  if (namesOf(product.options.map(({ name }) => name)) !== namesOf(current.options.map(({ title }) => title))) {
    problems.push(problem(product.line, "options_changed", { handle: product.handle }))
    return change
  }
  const listed = new Map(current.variants.map((variant) => [JSON.stringify(valuesOf(product, variant)), variant]))
  for (const source of product.variants) {
    const key = JSON.stringify(source.values)
    const there = listed.get(key)
    listed.delete(key)
    if (!there) change.added.push(source)
    else {
      const prices = pricesOf(market, there, source)
      const { id, sku, inventory_items } = there
      const fields = { ...variantFields(source), ...(prices ? { prices } : {}) }
      change.kept.push({ id, sku, inventory_item_id: inventory_items?.[0]?.inventory_item_id, source, fields })
      change.stock.push(...stockOf(market, there, source))
    }
  }
  for (const variant of listed.values()) problems.push(problem(product.line, "variant_absent", { options: valuesOf(product, variant).join(" / ") }))
  change.missingValues = product.options.flatMap(({ name, values }) => {
    const option = current.options.find(({ title }) => title === name)
    const missing = values.filter((value) => !option?.values.some((each) => each.value === value))
    return option && missing.length > 0 ? [{ option_id: option.id, values: missing }] : []
  })
  return change
}
