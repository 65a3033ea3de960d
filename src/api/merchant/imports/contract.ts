import { z } from "@medusajs/framework/zod"

import { problems, type ProblemCode } from "../../../domain/catalogue/problems"
import { wellFormed } from "../../../domain/catalogue/text"
import { instantAnswer, type Endpoint } from "../../endpoint"

export const ImportBody = z.strictObject({
  // Files come from many hands: half a character in one is replaced, where any other request would be refused.
  csv: z.string().min(1).transform(wellFormed).describe("the file, in the CSV format of Shopify's product export; up to 10,000,000 characters and 20,000 rows"),
  currency: z.string().regex(/^[a-z]{3}$/, "three small letters").describe("the currency the prices end in, one of the marketplace's"),
  rate: z.string().max(40).default("1").describe("what one unit of the file's currency is worth in `currency`, as decimal text: \"420000\""),
  rounding_minor: z.int().default(1).describe("prices round to the nearest multiple of this many minor units, halves up"),
})

const ProblemAnswer = z.strictObject({
  line: z.int().describe("the line of the file where the row begins"),
  severity: z.enum(["error", "warning"]).describe("an error leaves the row out, a warning does not"),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  reason: z.string(),
})

export const ImportAnswer = z.strictObject({
  id: z.string(),
  shop_id: z.string(),
  at: instantAnswer,
  currency: z.string(),
  rate: z.string(),
  rounding_minor: z.int(),
  rows: z.int().describe("rows of the file, without its header and empty lines"),
  variants: z.int().describe("good rows: the variants of the products below"),
  products: z.strictObject({ created: z.int(), updated: z.int(), unchanged: z.int() }),
  problems: z.array(ProblemAnswer),
})

const one = z.strictObject({ import: ImportAnswer })

export const importEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/shops/:id/imports",
    caller: "member",
    permission: "catalogue.manage",
    delegable: "catalogue.manage",
    summary: "Bring a catalogue into a shop, from Shopify's CSV format",
    description:
      "Good rows become products, bad ones are told by line and reason. The same file again changes nothing; a changed one updates what it names and leaves the rest alone. Products are shown once the shop sells.",
    body: ImportBody,
    body_limit: "24mb",
    status: 201,
    answer: one,
    errors: [
      "shop_not_found", "shop_closed", "catalogue_too_large", "catalogue_too_long", "catalogue_unreadable", "catalogue_columns_missing", "catalogue_empty",
      "rate_malformed", "rounding_malformed", "currency_unknown", "money_wrong_currency", "marketplace_incomplete", "import_running",
    ],
  },
  {
    method: "GET",
    path: "/merchant/imports/:id",
    caller: "member",
    delegable: "catalogue.manage",
    summary: "What became of an import",
    status: 200,
    answer: one,
    errors: ["import_not_found"],
  },
]
