import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import type { Instant } from "../../../domain/calendar"
import { delegationStatus } from "../../../domain/delegation"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { actsOf, type Act } from "../../../modules/merchant/delegated-acts"
import { delegationBy, delegationsOf, type Delegation, type DelegationFilter } from "../../../modules/merchant/delegations"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { ActAnswer, DelegationAnswer } from "./contract"

const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
type Side = "admin" | "merchant"

/** An assignment as it stands at `at`; either side may end it. */
function delegationAnswer(row: Delegation, at: Instant, side: Side): z.infer<typeof DelegationAnswer> {
  const { operator_id, operator_name, ended_by_type, ended_by_id, ...rest } = row
  const status = delegationStatus(row, at)
  const end = { action: "end", method: "POST" as const, path: `/${side}/delegations/${row.id}/end` }
  return {
    ...rest, status,
    operator: { id: operator_id, name: operator_name },
    ended_by: ended_by_type === null || ended_by_id === null ? null : { type: ended_by_type, id: ended_by_id },
    next_actions: status === "live" || status === "planned" ? [end] : [],
  }
}

/** The assignments that `filter` finds. */
export async function delegationAnswers(container: MedusaContainer, filter: DelegationFilter, at: Instant, side: Side) {
  const rows = await merchantsOf(container).reading((manager) => delegationsOf(manager, filter))
  return { delegations: rows.map((row) => delegationAnswer(row, at, side)) }
}

/** One assignment, of the merchants where they are named. @throws delegation_not_found */
export async function oneDelegation(container: MedusaContainer, id: string, at: Instant, side: Side, merchantIds?: string[]) {
  return { delegation: delegationAnswer(await merchantsOf(container).reading((manager) => delegationBy(manager, id, merchantIds)), at, side) }
}

const outcomeOf = (status: number | null) => (status === null ? "unknown" : status < 400 ? "done" : status < 500 ? "refused" : "failed")

const actAnswer = ({ merchant_id, shop_id, said, ...act }: Act): z.infer<typeof ActAnswer> => ({
  ...act, said: said as z.infer<typeof ActAnswer>["said"], for: { merchant_id, shop_id }, outcome: outcomeOf(act.status),
})

/** The acts under one assignment, of the merchants where they are named. @throws delegation_not_found */
export async function actAnswers(container: MedusaContainer, id: string, page: { limit: number; after?: string }, merchantIds?: string[]) {
  const acts = await merchantsOf(container).reading(async (manager) => {
    await delegationBy(manager, id, merchantIds)
    return actsOf(manager, id, page.limit, page.after)
  })
  return { acts: acts.map(actAnswer) }
}
