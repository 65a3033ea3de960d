import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf, minorOf } from "../../../adapters/columns"
import type { Problem } from "../../../domain/catalogue/problems"
import { refuse } from "../../../domain/errors"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import { rowsWithin, type Reach } from "../../merchant-scope"
import type { ImportAnswer } from "./contract"

/** One import within reach, as its merchant sees it. @throws import_not_found */
export async function importAnswer(container: MedusaContainer, id: string, reach: Reach): Promise<z.infer<typeof ImportAnswer>> {
  const [row] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShopImports({ id, ...rowsWithin(reach) }, { take: 1 })
  if (!row) refuse("import_not_found", { id })
  const { shop_id, at, currency, rate, rounding_minor, file_rows, variants, created_products, updated_products, unchanged_products, problems } = row
  return {
    id, shop_id, at: instantOf(at), currency, rate, rounding_minor: minorOf(rounding_minor), rows: file_rows, variants,
    products: { created: created_products, updated: updated_products, unchanged: unchanged_products },
    problems: problems as Problem[],
  }
}
