import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { may } from "../../../domain/merchant"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { memberBy, type Change, type Member } from "../../../modules/merchant/members"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { MerchantScope } from "../../merchant-scope"
import type { MemberAnswer, MemberChangeAnswer } from "./contract"

/** A member as `scope` sees it: who may manage members may change it, and everybody may leave. */
export function memberAnswer(member: Member, scope: MerchantScope): z.infer<typeof MemberAnswer> {
  const own = scope.memberships.find((each) => each.merchant_id === member.merchant_id)
  const manages = own !== undefined && may(own.role, "member.manage")
  const post = (action: string, path: string) => ({ action, method: "POST" as const, path })
  return {
    ...member,
    next_actions: [
      ...(manages ? [post("change_role", `/merchant/members/${member.id}/role`), post("remove", `/merchant/members/${member.id}/removal`)] : []),
      ...(member.person_id === scope.actor.id ? [post("leave", `/merchant/memberships/${member.id}/departure`)] : []),
    ],
  }
}

export const changeAnswer = ({ actor_type, actor_id, ...change }: Change): z.infer<typeof MemberChangeAnswer> => ({
  ...change, by: { type: actor_type, id: actor_id },
})

/** One member within reach. @throws member_not_found */
export async function oneMember(container: MedusaContainer, id: string, scope: MerchantScope): Promise<{ member: z.infer<typeof MemberAnswer> }> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  return { member: memberAnswer(await merchants.reading((manager) => memberBy(manager, id, scope.merchant_ids)), scope) }
}
