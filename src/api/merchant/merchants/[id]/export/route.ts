import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { exportMerchant } from "../../../../../workflows/merchant/export"
import { exportSections } from "../../../../../workflows/merchant/export-sections"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant } from "../../answer"
import type { ExportQuery } from "../../leaving-contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof ExportQuery>>, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  const { section, limit, after } = req.validatedQuery
  const page = await exportMerchant(req.scope, section, { merchant_id: id, limit, after })
  res.json({ export: { section, sections: [...exportSections], ...page } })
}
