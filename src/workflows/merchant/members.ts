import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { PASAJ_MERCHANT } from "../../modules/merchant"
import { publishAccessPolicy, type AccessChange } from "../../modules/merchant/access-policy"
import { changeRole, leaveMerchant, removeMember, type MemberAct } from "../../modules/merchant/members"
import type MerchantModuleService from "../../modules/merchant/service"
import type { Actor } from "../../domain/actor"
import type { Role } from "../../domain/merchant"

type MemberMove = MemberAct & ({ what: "role"; role: Role } | { what: "removal" } | { what: "departure" })

/** One change of who belongs to a merchant, with its line of history, in one transaction. */
const changeMemberStep = createStep("pasaj-change-member", async (move: MemberMove, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => {
    if (move.what === "role") return changeRole(manager, move)
    return move.what === "removal" ? removeMember(manager, move) : leaveMerchant(manager, move)
  })
  return new StepResponse(move.member_id)
})

/**
 * A member gets another role, is removed, or leaves. It counts from the next request on, whatever tokens and sessions
 * there are: memberships are read each time. @throws member_not_found, role_may_not, last_owner
 */
export const changeMemberWorkflow = createWorkflow("pasaj-change-membership", (move: MemberMove) => new WorkflowResponse(changeMemberStep(move)))

type AccessPolicyInput = { change: AccessChange; actor: Actor }

const publishAccessPolicyStep = createStep("pasaj-publish-access-policy", async ({ change, actor }: AccessPolicyInput, { container }) =>
  new StepResponse(await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => publishAccessPolicy(manager, change, actor))),
)

/** A new edition of the access policy: it binds invitations and general admins from now on. */
export const publishAccessPolicyWorkflow = createWorkflow("pasaj-access-policy", (input: AccessPolicyInput) =>
  new WorkflowResponse(publishAccessPolicyStep(input)),
)
