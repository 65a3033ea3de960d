import type { Problem } from "./problems"

/** One variant as the file tells it, its price already in the arcade's currency. */
export type SourceVariant = {
  line: number
  /** One value for each of the product's options, in their order. */
  values: string[]
  /** Unique within the file. */
  sku: string | null
  barcode: string | null
  /** Whole pieces, never negative. */
  stock: number
  price_minor: number
  weight_grams: number | null
  image: string | null
}

export type SourceOption = { name: string; values: string[] }

/** One product as the file tells it: its good rows only. */
export type SourceProduct = {
  /** The first line of the product in the file. */
  line: number
  handle: string
  title: string
  /** Plain text: a merchant's markup never reaches a storefront. */
  description: string | null
  vendor: string | null
  kind: string | null
  tags: string[]
  /** Whether the merchant wants it in the storefront. */
  wanted: boolean
  options: SourceOption[]
  images: string[]
  /** The marketplace's categories; absent where nothing is said of them, as in a file. */
  category_ids?: string[]
  variants: SourceVariant[]
}

export type Catalogue = { rows: number; products: SourceProduct[]; problems: Problem[] }
