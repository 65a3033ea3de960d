import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { refuse } from "../../domain/errors"

/** An operator, as merchants are told: the name where Medusa knows one, else the address. @throws operator_not_found */
export async function operatorNamed(container: MedusaContainer, id: string): Promise<{ id: string; name: string; email: string }> {
  const [user] = await container.resolve(Modules.USER).listUsers({ id: [id] }, { take: 1 })
  if (!user) refuse("operator_not_found", { id })
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ")
  return { id, name: name === "" ? user.email : name, email: user.email }
}
