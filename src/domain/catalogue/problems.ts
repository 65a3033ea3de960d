import { cut } from "./text"

/** What is wrong with a row, or was changed in it: an `error` leaves the row (or its product) out, a `warning` does not. */
export type Problem = { line: number; severity: "error" | "warning"; code: ProblemCode; reason: string }

/** Every problem a catalogue can have, by its stable code, in words for the merchant. */
export const problems = {
  row_unreadable: { severity: "error", reason: "This row is no CSV: {cause}." },
  row_too_long: { severity: "error", reason: "The row has {cells} cells, the header {columns}: a comma outside quotes?" },
  handle_missing: { severity: "error", reason: "The row has no handle, so it belongs to no product." },
  handle_malformed: { severity: "error", reason: "The handle '{handle}' must be small letters or digits, joined by single hyphens." },
  title_missing: { severity: "error", reason: "The product '{handle}' has no title; all its rows were left out." },
  title_too_long: { severity: "error", reason: "The title of '{handle}' has more than {most} characters; all its rows were left out." },
  gift_card: { severity: "error", reason: "'{handle}' is a gift card; only goods can be listed." },
  no_variant: { severity: "error", reason: "The product '{handle}' has no row with a price." },
  option_value_missing: { severity: "error", reason: "The row has no value for the option '{option}'." },
  variant_repeated: { severity: "error", reason: "The options '{options}' already stand in line {first_line}." },
  price_missing: { severity: "error", reason: "The row has no price." },
  price_malformed: { severity: "error", reason: "'{price}' is not a price; write it as 19.99." },
  price_not_above_zero: { severity: "error", reason: "The price must be above zero; '{price}' is not, after conversion and rounding." },
  price_too_large: { severity: "error", reason: "The price '{price}' is beyond what can be counted, after conversion." },
  stock_unreadable: { severity: "error", reason: "'{stock}' is not a stock; write a whole number." },
  stock_negative: { severity: "warning", reason: "The stock {stock} became 0." },
  stock_missing: { severity: "warning", reason: "The row tells no stock; it became 0." },
  weight_unreadable: { severity: "warning", reason: "'{weight}' is not a weight in grams; it was left out." },
  published_unreadable: { severity: "warning", reason: "'{published}' is neither true nor false; the product stays unpublished." },
  option_unnamed: { severity: "warning", reason: "An option has values but no name; it is called '{name}'." },
  option_name_repeated: { severity: "warning", reason: "The option '{option}' is named twice; the second is called '{name}'." },
  sku_repeated: { severity: "warning", reason: "The SKU '{sku}' already stands in line {first_line}; here it became '{became}'." },
  image_unreadable: { severity: "warning", reason: "'{image}' is not the address of an image; it was left out." },
  sku_taken: { severity: "warning", reason: "Another variant or inventory item holds the SKU '{sku}'; here it was left out." },
  options_changed: { severity: "warning", reason: "The options of '{handle}' are others than those already listed; its variants stayed as they were." },
  variant_absent: { severity: "warning", reason: "The listed variant '{options}' is not in the file (or its row is bad); it stayed as it was." },
  over_limit: { severity: "error", reason: "The plan lists {most} products, so '{handle}' was left out: withdraw others or take a larger plan, and import again." },
  unlisted_over_limit: { severity: "warning", reason: "The plan lists {most} products, so '{handle}' stays unpublished: withdraw others or take a larger plan, and import again." },
  images_over_limit: { severity: "warning", reason: "The plan allows {most} images for each product; '{handle}' has more, and the others were left out." },
  not_accepted: { severity: "error", reason: "The product '{handle}' was not accepted: {cause}" },
} as const satisfies Record<string, { severity: "error" | "warning"; reason: string }>

export type ProblemCode = keyof typeof problems

/** How many characters of a cell a report shows. */
const LONGEST_DETAIL = 200

/** The problem `code` of a line; `details` fill the braces of its reason. Long details are cut, so that a report stays readable. */
export function problem(line: number, code: ProblemCode, details: Record<string, string | number> = {}): Problem {
  const { severity, reason } = problems[code]
  return { line, severity, code, reason: reason.replace(/\{(\w+)\}/g, (_, name: string) => cut(String(details[name] ?? "?"), LONGEST_DETAIL)) }
}

/** Problems in the order of the file. */
export const byLine = (list: Problem[]): Problem[] => [...list].sort((a, b) => a.line - b.line)
