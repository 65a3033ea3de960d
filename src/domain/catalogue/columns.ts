/** The columns we read, each with the names it has had in Shopify's exports, in small letters. */
const NAMES = {
  handle: ["handle", "url handle"],
  title: ["title"],
  body: ["body (html)", "body", "description"],
  vendor: ["vendor"],
  kind: ["type"],
  tags: ["tags"],
  published: ["published", "published on online store"],
  status: ["status"],
  gift_card: ["gift card"],
  option1_name: ["option1 name"],
  option1_value: ["option1 value"],
  option2_name: ["option2 name"],
  option2_value: ["option2 value"],
  option3_name: ["option3 name"],
  option3_value: ["option3 value"],
  sku: ["variant sku", "sku"],
  barcode: ["variant barcode", "barcode"],
  price: ["variant price", "price"],
  stock: ["variant inventory qty", "inventory quantity"],
  weight: ["variant grams", "weight value (grams)"],
  image: ["image src", "product image url"],
  variant_image: ["variant image", "variant image url"],
} as const

export type Column = keyof typeof NAMES
/** One row of the file: its first line, and the cells of the columns we read, trimmed. */
export type Row = { line: number; cells: Record<Column, string> }

const columns = Object.keys(NAMES) as Column[]
const REQUIRED: Column[] = ["handle", "title", "price"]

/** Where each column stands in the header; a column that is not there is absent. */
export type Header = { places: Partial<Record<Column, number>>; width: number }

export function headerOf(cells: string[]): Header {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const places: Partial<Record<Column, number>> = {}
  for (const column of columns) {
    const place = NAMES[column].map((name) => names.indexOf(name)).find((index) => index >= 0)
    if (place !== undefined) places[column] = place
  }
  return { places, width: cells.length }
}

/** The columns a catalogue cannot do without and that the header lacks, by Shopify's names. */
export const missingColumns = (header: Header): string[] =>
  REQUIRED.filter((column) => header.places[column] === undefined).map((column) => NAMES[column][0])

export function rowOf(header: Header, line: number, record: string[]): Row {
  const cell = (column: Column): string => {
    const place = header.places[column]
    return place === undefined ? "" : (record[place] ?? "").trim()
  }
  return { line, cells: Object.fromEntries(columns.map((column) => [column, cell(column)])) as Record<Column, string> }
}
