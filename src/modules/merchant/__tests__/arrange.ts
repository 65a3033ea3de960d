import { join } from "node:path"

import type { Instant } from "../../../domain/calendar"
import { PASAJ_MERCHANT } from "../index"
import { MerchantMember } from "../models/member"
import { Merchant } from "../models/merchant"
import { Person } from "../models/person"
import { Shop } from "../models/shop"
import { ShopImport } from "../models/shop-import"
import { ShopProduct } from "../models/shop-product"
import type MerchantModuleService from "../service"
import { openShop } from "../shops"

/** The module as it is installed: its tables and its migrations. */
export const merchantModule = {
  moduleName: PASAJ_MERCHANT,
  moduleModels: [Person, Merchant, MerchantMember, Shop, ShopProduct, ShopImport],
  resolve: join(__dirname, ".."),
  pathToMigrations: join(__dirname, "../migrations"),
}

/** What a natural person without a licence says of itself. */
export const application = {
  kind: "natural" as const, name: "Sara", national_id: "0076229645", company_id: null, licence_number: null, phone: "+98", address: "Tehran",
}

/** A merchant that has applied, and whose owner nobody asks for. @returns its id */
export async function aMerchant(service: MerchantModuleService, at: Instant): Promise<string> {
  const person = await service.createPeople({ name: "Sara", email: "sara@example.com" })
  return service.apply(person.id, application, at)
}

/** A merchant's new shop. */
export const newShop = (merchant_id: string, handle: string) => ({ merchant_id, handle, name: "Shop", guild: "books", story: null, dispatch_address: "Tehran" })

export const aShop = (service: MerchantModuleService, merchant_id: string, handle: string, at = "2026-11-21T05:30:00.000Z"): Promise<string> =>
  service.within((manager) => openShop(manager, newShop(merchant_id, handle), at))

/** The codes of those that were refused, of several at once. */
export const refusalsIn = (all: PromiseSettledResult<unknown>[]) => all.flatMap((each) => (each.status === "rejected" ? [(each.reason as { code?: string }).code] : []))
