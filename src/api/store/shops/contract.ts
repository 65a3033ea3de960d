import { z } from "@medusajs/framework/zod"

import { shopSorts } from "../../../modules/merchant/storefront"
import { instantAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { Colours, Contact, OpeningHours, Policies } from "../../merchant/shops/profile"
import { TraderAnswer } from "./[handle]/trader/contract"

const text = z.string().trim().min(1).max(120)

export const ShopsQuery = pageQuery.extend({
  q: z.string().trim().min(2).max(100).optional().describe("words, or their beginnings, in name, guild, city and story"),
  guild: text.optional(),
  city: text.optional(),
  status: z.enum(["open", "on_vacation"]).optional(),
  tier: z.coerce.number().int().min(1).max(1_000).optional().describe("the rank of the shop's plan"),
  sort: z.enum(shopSorts).default("newest"),
})

const vacation = z.strictObject({ from: instantAnswer, until: instantAnswer.nullable().describe("when it is back; null is not known"), note: z.string().nullable() })

const ListedShopAnswer = z.strictObject({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  guild: z.string(),
  city: z.string().nullable(),
  tier: z.int().nullable(),
  score: z.int(),
  logo_url: z.string().nullable(),
  status: z.enum(["open", "on_vacation", "not_selling"]).describe("only an open shop sells; why one does not is between it and the marketplace"),
  vacation: vacation.nullable().describe("while the shop is away"),
})

export const ShopPageAnswer = ListedShopAnswer.extend({
  story: z.string().nullable(),
  banner_url: z.string().nullable(),
  gallery: z.array(z.string()),
  colours: Colours.nullable(),
  contact: Contact.nullable(),
  policies: Policies.nullable(),
  opening_hours: OpeningHours,
  trader: TraderAnswer.describe("who buyers trade with there (K10)"),
  open_now: z.boolean().nullable().describe("whether somebody is there by its opening hours; null when it tells none"),
})

export const ShopProductsQuery = z.strictObject({
  limit: pageQuery.shape.limit,
  after: pageQuery.shape.after,
  fields: z.string().max(2_000).optional().describe("as in Medusa's GET /store/products"),
  region_id: z.string().max(100).optional().describe("prices are calculated for it"),
  country_code: z.string().max(2).optional(),
  province: z.string().max(100).optional(),
  cart_id: z.string().max(100).optional(),
})

export const storeShopEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/store/shops",
    caller: "anyone",
    summary: "The arcade's shops (K12)",
    description: "Those that are open or on vacation, newest first unless said otherwise. `after` is the id of the last shop already seen, in the same order.",
    query: ShopsQuery,
    status: 200,
    answer: z.strictObject({ shops: z.array(ListedShopAnswer) }),
    errors: [],
  },
  {
    method: "GET",
    path: "/store/shops/:handle",
    caller: "anyone",
    summary: "A shop's page (K12)",
    description: "Also by an address that the shop had before: `handle` is the one it has now. A shop that does not sell any more is shown as such; one that never rented, or is closed for good, is not there.",
    status: 200,
    answer: z.strictObject({ shop: ShopPageAnswer }),
    errors: ["shop_not_found"],
  },
  {
    method: "GET",
    path: "/store/shops/:handle/products",
    caller: "anyone",
    summary: "What a shop sells, as Medusa tells products",
    description: "Fields, prices, taxes and stock are those of Medusa's own GET /store/products, for the sales channels of the publishable key; newest first. A shop that is not open sells nothing.",
    query: ShopProductsQuery,
    status: 200,
    answer: z.strictObject({
      products: z.array(z.record(z.string(), z.unknown())).describe("Medusa's store products"),
      next: z.string().nullable().describe("what to say as `after` for the next page; null when this was the last"),
    }),
    errors: ["shop_not_found"],
  },
]
