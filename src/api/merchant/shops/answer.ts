import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { shopFactsOf } from "../../../adapters/shop-facts"
import type { Instant } from "../../../domain/calendar"
import { refuse } from "../../../domain/errors"
import { shopStatus } from "../../../domain/shop"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import { shopsWithin, type Reach } from "../../merchant-scope"
import type { ShopAnswer } from "./contract"

type Row = Awaited<ReturnType<MerchantModuleService["listShops"]>>[number]

type Documents = { colours: unknown; contact: unknown; policies: unknown; opening_hours: unknown }

/** The parts of a shop that buyers read as they were written. */
export const profileOf = ({ colours, contact, policies, opening_hours }: Documents) => ({
  colours: colours as z.infer<typeof ShopAnswer>["colours"],
  contact: contact as z.infer<typeof ShopAnswer>["contact"],
  policies: policies as z.infer<typeof ShopAnswer>["policies"],
  opening_hours: opening_hours as z.infer<typeof ShopAnswer>["opening_hours"],
})

/** A shop as its merchant sees it at `at`. */
export function shopAnswer(row: Row, at: Instant): z.infer<typeof ShopAnswer> {
  const { id, merchant_id, handle, name, guild, city, story, dispatch_address, logo_id, banner_id } = row
  const facts = shopFactsOf({ ...row, stops: row.stops as string[] })
  const status = shopStatus(facts, at)
  const rent = { action: "rent", method: "POST" as const, path: `/merchant/shops/${id}/leases` }
  const fill = { action: "import_products", method: "POST" as const, path: `/merchant/shops/${id}/imports` }
  return {
    id, merchant_id, handle, name, guild, city, story, dispatch_address, logo_id, banner_id,
    ...profileOf(row), gallery_ids: row.gallery_ids as string[],
    vacation: facts.vacation_from === null ? null : { from: facts.vacation_from, until: facts.vacation_until, note: row.vacation_note },
    status, leased_until: facts.leased_until,
    closed: facts.closed_at === null ? null : { at: facts.closed_at, reason: row.close_reason },
    next_actions: status === "closed" ? [] : status === "draft" || status === "rent_ended" ? [rent, fill] : [fill],
  }
}

/** A shop of whichever merchant, for operators. @throws shop_not_found */
export async function anyShop(container: MedusaContainer, id: string): Promise<Row> {
  const [row] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShops({ id }, { take: 1 })
  return row ?? refuse("shop_not_found", { id })
}

/** One shop within reach. @throws shop_not_found */
export async function findShop(container: MedusaContainer, id: string, reach: Reach): Promise<Row> {
  const [row] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShops({ $and: [{ id }, shopsWithin(reach)] })
  return row ?? refuse("shop_not_found", { id })
}

/** The answer of one shop within reach, as it now is. @throws shop_not_found */
export const shownShop = async (container: MedusaContainer, id: string, reach: Reach): Promise<z.infer<typeof ShopAnswer>> =>
  shopAnswer(await findShop(container, id, reach), await now(container))
