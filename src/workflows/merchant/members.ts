import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { PASAJ_MERCHANT } from "../../modules/merchant"
import { publishAccessPolicy, type AccessChange } from "../../modules/merchant/access-policy"
import { changeRole, leaveMerchant, removeMember, type MemberAct } from "../../modules/merchant/members"
import type MerchantModuleService from "../../modules/merchant/service"
import type { Actor } from "../../domain/actor"
import type { Role } from "../../domain/merchant"
import type { StandingAdmin } from "../../domain/standing-admins"
import { operatorNamed } from "./operators"

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

/** `general_admins`: the ids of the operators who stand by; their names are asked for here. */
type AccessPolicyInput = { change: Omit<AccessChange, "general_admins"> & { general_admins?: string[] | undefined }; actor: Actor }

const publishAccessPolicyStep = createStep("pasaj-publish-access-policy", async ({ change, actor }: AccessPolicyInput, { container }) => {
  const { general_admins: ids, ...named } = change
  const admins: StandingAdmin[] = []
  for (const id of ids ?? []) admins.push({ id, name: (await operatorNamed(container, id)).name })
  const decided: AccessChange = ids === undefined ? named : { ...named, general_admins: admins }
  return new StepResponse(await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => publishAccessPolicy(manager, decided, actor)))
})

/** A new edition of the access policy: it binds invitations and general admins from now on. @throws operator_not_found, general_admin_days_too_many */
export const publishAccessPolicyWorkflow = createWorkflow("pasaj-access-policy", (input: AccessPolicyInput) =>
  new WorkflowResponse(publishAccessPolicyStep(input)),
)
