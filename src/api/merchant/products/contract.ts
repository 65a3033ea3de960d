import { z } from "@medusajs/framework/zod"

import { productHandle } from "../../../domain/catalogue/parse"
import { moneyAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const ProductsQuery = pageQuery.extend({ shop_id: z.string().optional() })

const words = (most: number) => z.string().trim().min(1).max(most)
const title = words(500)
const description = z.string().trim().max(20_000).nullable()
const label = words(120).nullable()
const tags = z.array(words(60)).max(50)
const category_ids = z.array(z.string().max(100)).max(20).describe("the marketplace's categories")
const images = z.array(z.string().max(2_000)).max(250).describe("ids of the shop's pictures, or addresses of images; the first one stands for the product")
const optionName = words(60)
const price_minor = z.int().min(1).describe("in minor units of the product's currency")
const stock = z.int().min(0).max(1_000_000_000)
const sku = words(100).nullable()
const barcode = words(60).nullable()
const weight_grams = z.int().min(0).max(999_999_999).nullable()

export const VariantBody = z.strictObject({
  options: z.record(optionName, words(120)).default({}).describe("a value for each of the product's options, by its name"),
  price_minor,
  stock: stock.default(0),
  sku: sku.default(null),
  barcode: barcode.default(null),
  weight_grams: weight_grams.default(null),
})

export const MakeProductBody = z.strictObject({
  handle: z.string().max(150).regex(productHandle, "small letters or digits, joined by single hyphens").describe("its name in the shop, as an import's; the address in the storefront begins with the shop's"),
  title,
  description: description.default(null).describe("words; markup is taken out"),
  vendor: label.default(null),
  kind: label.default(null),
  tags: tags.default([]),
  category_ids: category_ids.default([]),
  images: images.default([]),
  published: z.boolean().default(false).describe("whether it is wanted in the storefront at once"),
  currency: z.string().regex(/^[a-z]{3}$/, "three small letters").describe("of its prices, one of the marketplace's"),
  options: z.array(optionName).max(5).default([]).refine((names) => new Set(names).size === names.length, "each option once"),
  variants: z.array(VariantBody).min(1).max(100),
})

export const EditProductBody = z.strictObject({
  title: title.optional(),
  description: description.optional(),
  vendor: label.optional(),
  kind: label.optional(),
  tags: tags.optional(),
  category_ids: category_ids.optional(),
  images: images.optional(),
  variants: z.array(
    z.strictObject({
      id: z.string().max(100), price_minor: price_minor.optional(), stock: stock.optional(), sku: sku.optional(), barcode: barcode.optional(), weight_grams: weight_grams.optional(),
    }),
  ).max(100).optional().refine((all) => all === undefined || new Set(all.map(({ id }) => id)).size === all.length, "each variant once"),
  add_variants: z.array(VariantBody).max(100).optional(),
  remove_variants: z.array(z.string().max(100)).max(100).optional(),
})

export const PlacedProductAnswer = z.strictObject({
  id: z.string(),
  shop_id: z.string(),
  source_handle: z.string().describe("the handle in the imported file, or the one it was made with"),
  handle: z.string().nullable().describe("the address in the storefront"),
  title: z.string(),
  thumbnail: z.string().nullable(),
  wanted: z.boolean().describe("the merchant wants it in the storefront"),
  picked: z.boolean().describe("picked to stay when the plan has room for fewer"),
  blocks: z.array(z.string()).describe("what keeps it out of the storefront all the same, such as 'shop_stopped' or 'over_limit'"),
  published: z.boolean(),
  withdrawal_exemption: z.string().nullable().describe("why it cannot be given back without a fault, such as 'perishable_food'"),
})

export const ProductAnswer = PlacedProductAnswer.extend({
  description: z.string().nullable(),
  vendor: z.string().nullable(),
  kind: z.string().nullable(),
  tags: z.array(z.string()),
  category_ids: z.array(z.string()),
  images: z.array(z.string()),
  options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
  variants: z.array(z.strictObject({
    id: z.string(),
    options: z.record(z.string(), z.string()),
    price: moneyAnswer,
    stock: z.int().describe("pieces there are"),
    reserved: z.int().describe("of these, what buyers have ordered already"),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    weight_grams: z.int().nullable(),
  })),
  next_actions: z.array(nextActionAnswer),
})
const one = z.strictObject({ product: ProductAnswer })

const ofContent: Endpoint["errors"] = [
  "shop_not_found", "shop_closed", "money_wrong_currency", "marketplace_incomplete", "sku_taken", "sku_repeated", "variant_repeated", "variant_options_wrong",
  "product_without_variant", "category_not_found", "picture_not_found", "image_invalid", "image_limit_reached", "product_not_accepted", "import_running",
]
const ofMember = { caller: "member", permission: "catalogue.manage" } as const

export const productEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/products",
    caller: "member",
    delegable: "catalogue.manage",
    summary: "My products and their place in the storefront",
    query: ProductsQuery,
    status: 200,
    answer: z.strictObject({ products: z.array(PlacedProductAnswer) }),
    errors: ["shop_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/shops/:id/products",
    ...ofMember,
    summary: "Make a product",
    description: "As an import would: a draft until it is whole, then in the storefront if it is wanted and nothing blocks it.",
    body: MakeProductBody,
    body_limit: "1mb",
    status: 201,
    answer: one,
    errors: [...ofContent, "product_handle_taken", "product_limit_reached"],
  },
  { method: "GET", path: "/merchant/products/:id", caller: "member", summary: "One of my products, with its variants", status: 200, answer: one, errors: ["product_not_found"] },
  {
    method: "POST",
    path: "/merchant/products/:id",
    ...ofMember,
    summary: "Change a product",
    description: "What is not named stays. Stock is set to what is said, and never below what buyers have ordered. A file imported later changes what it names.",
    body: EditProductBody,
    body_limit: "1mb",
    status: 200,
    answer: one,
    errors: [...ofContent, "product_not_found", "variant_not_found", "variant_without_price", "stock_below_reserved"],
  },
  {
    method: "DELETE",
    path: "/merchant/products/:id",
    ...ofMember,
    summary: "Take a product away",
    description: "Removed when nobody ever ordered it; else it stays withdrawn, for the orders that name it.",
    status: 200,
    answer: z.strictObject({ id: z.string(), removed: z.boolean() }),
    errors: ["product_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/products/:id/publication",
    ...ofMember,
    summary: "Want a product in the storefront",
    description: "It is there once nothing blocks it.",
    status: 200,
    answer: one,
    errors: ["product_not_found", "shop_closed", "product_limit_reached"],
  },
  { method: "DELETE", path: "/merchant/products/:id/publication", ...ofMember, summary: "Withdraw a product from the storefront", status: 200, answer: one, errors: ["product_not_found"] },
]
