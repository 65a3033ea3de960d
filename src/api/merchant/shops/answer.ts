import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { shopFactsOf } from "../../../adapters/shop-facts"
import type { Instant } from "../../../domain/calendar"
import { refuse } from "../../../domain/errors"
import { shopStatus } from "../../../domain/shop"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { ShopAnswer } from "./contract"

type Row = Awaited<ReturnType<MerchantModuleService["listShops"]>>[number]

/** A shop as its merchant sees it at `at`. */
export function shopAnswer(row: Row, at: Instant): z.infer<typeof ShopAnswer> {
  const { id, merchant_id, handle, name, guild, story, dispatch_address } = row
  const facts = shopFactsOf({ ...row, stops: row.stops as string[] })
  const status = shopStatus(facts, at)
  const rent = { action: "rent", method: "POST" as const, path: `/merchant/shops/${id}/leases` }
  const fill = { action: "import_products", method: "POST" as const, path: `/merchant/shops/${id}/imports` }
  return {
    id, merchant_id, handle, name, guild, story, dispatch_address, status, leased_until: facts.leased_until,
    next_actions: status === "closed" ? [] : status === "draft" || status === "rent_ended" ? [rent, fill] : [fill],
  }
}

/** One shop of the allowed merchants. @throws shop_not_found */
export async function findShop(container: MedusaContainer, id: string, merchantIds: string[]): Promise<Row> {
  const [row] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShops({ id, merchant_id: merchantIds })
  return row ?? refuse("shop_not_found", { id })
}
