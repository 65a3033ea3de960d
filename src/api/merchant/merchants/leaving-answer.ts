import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOrNull } from "../../../adapters/columns"
import { blocksOf, wayOut } from "../../../domain/leaving"
import { goneFrom } from "../../../domain/verification"
import { fileOf } from "../../../modules/merchant/standing"
import { rulesInForce } from "../../../modules/merchant/verification-rules"
import { openBusinessOf, ordersOnTheWay } from "../../../workflows/merchant/open-business"
import { merchantsOf } from "../../../workflows/merchant/outside"
import { moneyOf } from "../../money-answer"
import type { LeavingAnswer } from "./leaving-contract"

/** Where a merchant's leaving stands, or what it would meet. @throws merchant_not_found */
export async function leavingAnswer(container: MedusaContainer, id: string): Promise<z.infer<typeof LeavingAnswer>> {
  const onTheWay = await ordersOnTheWay(container, id)
  return merchantsOf(container).reading(async (manager) => {
    const file = await fileOf(manager, id)
    const business = await openBusinessOf(manager, id)
    const since = file.state === "leaving" ? instantOrNull(file.leaving_since) : null
    const { rules } = await rulesInForce(manager)
    const blocks = blocksOf({ ...business, open_orders: business.open_orders + onTheWay })
    return {
      merchant_id: id, state: file.state, since, gone_from: since === null ? null : goneFrom(since, rules),
      blocks: blocks.map(({ block, count, amounts }) => ({ block, count, amounts: amounts.map(({ minor, currency }) => moneyOf(minor, currency)), ...wayOut[block] })),
    }
  })
}
