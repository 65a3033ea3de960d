import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf, instantOrNull } from "../../../adapters/columns"
import { refuse } from "../../../domain/errors"
import { eventsOf } from "../../../domain/machine"
import { merchantMachine, type MerchantEvent } from "../../../domain/merchant"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { MerchantAnswer, MerchantForOperatorsAnswer } from "./contract"

type Row = Awaited<ReturnType<MerchantModuleService["listMerchants"]>>[number]
type Answer = z.infer<typeof MerchantAnswer>
type AnswerForOperators = z.infer<typeof MerchantForOperatorsAnswer>

/** The routes behind the events of a merchant's life, for those who may use them. */
const operatorRoutes: Partial<Record<MerchantEvent, string>> = {
  claim: "claim", release: "release", verify: "verification", ask_changes: "change-request", reject: "rejection", leave: "leaving",
}
const memberRoutes: Partial<Record<MerchantEvent, string>> = {
  resubmit: "resubmission", leave: "leaving", stay: "leaving/withdrawal", finish_leaving: "leaving/completion",
}

/** A merchant as the API shows it, with what `side` may do next. */
export function merchantAnswer(row: Row, side: "admin" | "merchant"): Answer {
  const { id, state, kind, licensed, name, national_id, company_id, licence_number, licence_expires_on, phone, city, address, postal_code, review_note } = row
  const routes = side === "admin" ? operatorRoutes : memberRoutes
  const next_actions = eventsOf(merchantMachine, state).flatMap((action) => {
    const route = routes[action]
    return route ? [{ action, method: "POST" as const, path: `/${side}/merchants/${id}/${route}` }] : []
  })
  return {
    id, state, kind, licensed, name, national_id, company_id, licence_number, licence_expires_on, phone, city, address, postal_code, review_note,
    applied_at: instantOf(row.applied_at), verified_at: instantOrNull(row.verified_at), next_actions,
  }
}

/** The same for operators, who also see which of them has claimed it. */
export const merchantForOperators = (row: Row): AnswerForOperators => ({ ...merchantAnswer(row, "admin"), reviewer_id: row.reviewer_id })

/** One merchant of the allowed ones (all of them where `allowed` is absent). @throws merchant_not_found */
export async function findMerchant(container: MedusaContainer, id: string, allowed?: string[]): Promise<Row> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const [row] = allowed === undefined || allowed.includes(id) ? await merchants.listMerchants({ id }) : []
  return row ?? refuse("merchant_not_found", { id })
}
