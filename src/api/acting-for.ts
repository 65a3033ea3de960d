import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { now } from "../adapters/clock"
import { mustBeLive, mustCover, type Delegable } from "../domain/delegation"
import { refuse } from "../domain/errors"
import { PASAJ_MERCHANT } from "../modules/merchant"
import { admitAct, noteOutcome } from "../modules/merchant/delegated-acts"
import { delegationsOf } from "../modules/merchant/delegations"
import type MerchantModuleService from "../modules/merchant/service"
import type { Endpoint } from "./endpoint"
import type { GuardedRequest } from "./guard"
import type { MerchantScope } from "./merchant-scope"

/** The most characters of what was said that an act keeps; of more it keeps the number alone. */
const MOST_SAID = 4_000

const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)

/** The assignment under which an operator says to act, in the header. */
export function actingFor(req: Pick<MedusaRequest, "headers">): string | undefined {
  const named = req.headers["x-pasaj-acting-for"]
  return typeof named === "string" ? named : undefined
}

/**
 * Turns an operator's assignment into 'which rows': those of its one shop, in its scope and its time (K14).
 * @throws delegation_not_found also for another operator's, delegation_not_begun, delegation_expired, delegation_ended,
 * act_not_delegable, delegation_scope_lacks, merchant_not_found where the chosen merchant is another
 */
export async function delegatedScope(
  container: MedusaContainer, operatorId: string, delegationId: string, chosen: string | undefined, needed: Delegable | undefined,
): Promise<MerchantScope> {
  if (needed === undefined) refuse("act_not_delegable")
  const [delegation] = await merchantsOf(container).reading((manager) => delegationsOf(manager, { id: delegationId, operator_id: operatorId, limit: 1 }))
  if (!delegation) refuse("delegation_not_found", { id: delegationId })
  const { id, merchant_id, shop_id } = delegation
  if (chosen !== undefined && chosen !== merchant_id) refuse("merchant_not_found", { id: chosen })
  mustBeLive(delegation, await now(container))
  mustCover(delegation, needed)
  return { actor: { type: "operator", id: operatorId, for: id }, memberships: [], merchant_ids: [merchant_id], shop_ids: [shop_id] }
}

/** What was said, as far as it is kept: a catalogue of megabytes stands in its import. */
function saidIn(body: unknown): unknown {
  const characters = JSON.stringify(body ?? {}).length
  return characters > MOST_SAID ? { characters } : (body ?? {})
}

async function keepOutcome(container: MedusaContainer, actId: string, status: number, body: unknown): Promise<void> {
  const code = status >= 400 && typeof body === "object" && body !== null && "code" in body ? String(body.code) : null
  try {
    await merchantsOf(container).within((manager) => noteOutcome(manager, actId, status, code))
  } catch (error) {
    container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: the outcome of the act ${actId} could not be kept: ${String(error)}`)
  }
}

/**
 * Writes down what an operator does for a merchant: the act before it is done, its outcome before the answer leaves, so
 * that whoever reads the answer reads the act too (K14). @throws delegation_ended when the end came first
 */
export const recordAct = ({ summary }: Endpoint) => async (req: GuardedRequest, res: MedusaResponse, next: MedusaNextFunction) => {
  const { for: delegation } = req.scopeOfMember.actor
  if (delegation === undefined) return next()
  const act = { method: req.method, path: req.originalUrl.split("?")[0] ?? "", what: summary, said: saidIn(req.validatedBody) }
  const at = await now(req.scope)
  const actId = await merchantsOf(req.scope).within((manager) => admitAct(manager, delegation, act, at))
  const answer = res.json.bind(res)
  res.json = (body) => {
    void keepOutcome(req.scope, actId, res.statusCode, body).finally(() => answer(body))
    return res
  }
  next()
}
