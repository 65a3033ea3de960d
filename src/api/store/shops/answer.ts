import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { shopFactsOf } from "../../../adapters/shop-facts"
import type { Instant } from "../../../domain/calendar"
import { refuse } from "../../../domain/errors"
import { isOpenAt } from "../../../domain/opening-hours"
import { shopStatus } from "../../../domain/shop"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { picturesOf } from "../../../modules/merchant/pictures"
import type MerchantModuleService from "../../../modules/merchant/service"
import { traderOfShop } from "../../../modules/merchant/trader"
import { shopAt, type ListedShop, type ShopPage } from "../../../modules/merchant/storefront"
import { profileOf } from "../../merchant/shops/answer"
import type { ShopPageAnswer } from "./contract"

/** A shop as buyers see it in a list at `at`. */
export function listedShopAnswer(row: ListedShop, at: Instant) {
  const { id, handle, name, guild, city, tier, score, logo_url, vacation_note } = row
  const facts = shopFactsOf(row)
  const status = shopStatus(facts, at)
  const seen = status === "open" || status === "on_vacation" ? status : ("not_selling" as const)
  const { vacation_from, vacation_until } = facts
  const vacation = status === "on_vacation" && vacation_from !== null ? { from: vacation_from, until: vacation_until, note: vacation_note } : null
  return { id, handle, name, guild, city, tier, score, logo_url, status: seen, vacation }
}

/** A shop's page. Why a shop does not sell is not told. */
export async function shopPageAnswer(container: MedusaContainer, row: ShopPage, at: Instant, zone: string): Promise<z.infer<typeof ShopPageAnswer>> {
  const ids = [...(row.banner_id === null ? [] : [row.banner_id]), ...row.gallery_ids]
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const [pictures, trader] = await Promise.all([
    merchants.reading((manager) => picturesOf(manager, row.id, ids)),
    merchants.reading((manager) => traderOfShop(manager, row.handle)),
  ])
  const urlOf = (id: string | null) => pictures.find((picture) => picture.id === id)?.url ?? null
  return {
    ...listedShopAnswer(row, at),
    story: row.story,
    banner_url: urlOf(row.banner_id),
    gallery: row.gallery_ids.flatMap((id) => urlOf(id) ?? []),
    ...profileOf(row),
    trader,
    open_now: row.opening_hours.length === 0 ? null : isOpenAt(row.opening_hours, at, zone),
  }
}

/** The shop at an address that buyers may know: one that never rented, or is closed for good, is not there. @throws shop_not_found */
export async function shopForBuyers(container: MedusaContainer, handle: string, at: Instant): Promise<ShopPage> {
  const row = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => shopAt(manager, handle))
  if (!row || row.leased_until === null || shopStatus(shopFactsOf(row), at) === "closed") return refuse("shop_not_found", { id: handle })
  return row
}
