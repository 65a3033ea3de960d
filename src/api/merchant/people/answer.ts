import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { membershipsShown } from "../../../modules/merchant/members"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { PersonAnswer } from "./contract"

/** A person as the API shows it, with its memberships. */
export async function personAnswer(container: MedusaContainer, id: string): Promise<z.infer<typeof PersonAnswer>> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const [{ name, email, phone }, memberships] = await Promise.all([
    merchants.retrievePerson(id),
    merchants.reading((manager) => membershipsShown(manager, id)),
  ])
  return {
    person: { id, name, email, phone },
    memberships: memberships.map((each) => ({
      ...each, next_actions: [{ action: "leave", method: "POST" as const, path: `/merchant/memberships/${each.id}/departure` }],
    })),
  }
}
