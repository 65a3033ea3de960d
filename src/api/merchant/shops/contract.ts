import { z } from "@medusajs/framework/zod"

import { isDay } from "../../../domain/calendar"
import { handlePattern } from "../../../domain/shop"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { Colours, Contact, OpeningHours, Policies } from "./profile"

const handle = z.string().min(3).max(60).regex(handlePattern, "small letters, digits and single hyphens")
const day = z.string().refine(isDay, "a day as 2026-11-21")
const pictureId = z.string().max(60)

export const OpenShopBody = z.strictObject({
  handle,
  name: z.string().trim().min(2).max(120),
  guild: z.string().trim().min(2).max(60).describe("the trade, such as 'clothing'"),
  story: z.string().trim().max(4000).nullable().default(null),
  dispatch_address: z.string().trim().min(5).max(500),
})

export const EditShopBody = z.strictObject({
  handle: handle.optional().describe("the address it leaves goes on leading to it"),
  name: OpenShopBody.shape.name.optional(),
  guild: OpenShopBody.shape.guild.optional(),
  city: z.string().trim().min(2).max(80).nullable().optional(),
  story: z.string().trim().max(4000).nullable().optional(),
  dispatch_address: OpenShopBody.shape.dispatch_address.optional(),
  colours: Colours.nullable().optional(),
  contact: Contact.nullable().optional(),
  policies: Policies.nullable().optional(),
  opening_hours: OpeningHours.optional().describe("a week by the marketplace's wall clock"),
  logo_id: pictureId.nullable().optional().describe("a picture of this shop's"),
  banner_id: pictureId.nullable().optional(),
  gallery_ids: z.array(pictureId).max(20).refine((ids) => new Set(ids).size === ids.length, "each picture once").optional(),
})

export const VacationBody = z.strictObject({
  from_on: day.describe("the first day on which the shop is away"),
  back_on: day.nullable().default(null).describe("the day on which it sells again, by itself; null is until it says so"),
  note: z.string().trim().min(1).max(500).nullable().default(null).describe("what buyers read meanwhile"),
})

export const CloseShopBody = z.strictObject({ reason: z.string().trim().min(3).max(500).nullable().default(null) })

export const ShopAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  handle: z.string(),
  name: z.string(),
  guild: z.string(),
  city: z.string().nullable(),
  story: z.string().nullable(),
  dispatch_address: z.string(),
  colours: Colours.nullable(),
  contact: Contact.nullable(),
  policies: Policies.nullable(),
  opening_hours: OpeningHours,
  logo_id: z.string().nullable(),
  banner_id: z.string().nullable(),
  gallery_ids: z.array(z.string()),
  vacation: z.strictObject({ from: instantAnswer, until: instantAnswer.nullable(), note: z.string().nullable() }).nullable(),
  status: z.enum(["draft", "open", "on_vacation", "rent_ended", "stopped", "closed"]).describe("derived, never set"),
  leased_until: instantAnswer.nullable(),
  closed: z.strictObject({ at: instantAnswer, reason: z.string().nullable() }).nullable().describe("since when it is closed for good, and why"),
  next_actions: z.array(nextActionAnswer),
})

export const oneShop = z.strictObject({ shop: ShopAnswer })

export const shopEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/shops",
    caller: "member",
    permission: "shop.manage",
    summary: "Take a shop (K12)",
    description: "A draft until its rent is paid. A merchant may have many, in any guild.",
    body: OpenShopBody,
    status: 201,
    answer: oneShop,
    errors: ["merchant_choice_needed", "merchant_not_verified", "shop_handle_taken", "shop_limit_reached"],
  },
  {
    method: "GET",
    path: "/merchant/shops",
    caller: "member",
    delegable: "reading",
    summary: "My shops, in the order in which they were taken",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ shops: z.array(ShopAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/merchant/shops/:id", caller: "member", delegable: "reading", summary: "One of my shops", status: 200, answer: oneShop, errors: ["shop_not_found"] },
  {
    method: "POST",
    path: "/merchant/shops/:id",
    caller: "member",
    permission: "shop.manage",
    delegable: "shop.manage",
    summary: "Change what a shop says of itself (K12)",
    description: "What is not named stays; null takes it away.",
    body: EditShopBody,
    status: 200,
    answer: oneShop,
    errors: ["shop_not_found", "shop_closed", "shop_handle_taken", "picture_not_found", "opening_hours_invalid"],
  },
  {
    method: "POST",
    path: "/merchant/shops/:id/vacation",
    caller: "member",
    permission: "shop.manage",
    delegable: "shop.manage",
    summary: "Go on vacation (K12)",
    description: "The shop sells nothing meanwhile and buyers are told until when; its open orders go on, and it resumes by itself. New dates replace the old ones.",
    body: VacationBody,
    status: 200,
    answer: oneShop,
    errors: ["shop_not_found", "shop_closed", "vacation_dates_invalid"],
  },
  {
    method: "DELETE",
    path: "/merchant/shops/:id/vacation",
    caller: "member",
    permission: "shop.manage",
    delegable: "shop.manage",
    summary: "Be back at once, or do not go",
    status: 200,
    answer: oneShop,
    errors: ["shop_not_found", "shop_closed"],
  },
  {
    method: "POST",
    path: "/merchant/shops/:id/closing",
    caller: "member",
    permission: "merchant.manage",
    summary: "Close a shop for good (K12)",
    description: "Buyers do not find it any more, and its address stays taken; open orders go on to their end, and their money with them. Closed again it stays as it is.",
    body: CloseShopBody,
    status: 200,
    answer: oneShop,
    errors: ["shop_not_found", "shop_still_leased"],
  },
]
