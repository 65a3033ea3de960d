import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { withoutGeneralAdmin } from "../../../modules/merchant/standing-admins"
import { merchantsOf } from "../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../guard"

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const at = await now(req.scope)
  const rows = await merchantsOf(req.scope).reading((manager) => withoutGeneralAdmin(manager, at, limit, after))
  const assign = (id: string) => ({ action: "assign", method: "POST" as const, path: `/admin/shops/${id}/general-admin` })
  res.json({ shops: rows.map(({ shop_id, last, ...shop }) => ({ id: shop_id, ...shop, last_assignment: last, next_actions: [assign(shop_id)] })) })
}
