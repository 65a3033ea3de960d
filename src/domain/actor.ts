/** Who does something. `system` acts for nobody: a job, or an event of Medusa. */
export type Actor = {
  type: "operator" | "member" | "customer" | "system"
  id: string
  /** The delegation under which an operator acts for a merchant (K14). */
  for?: string
}

/** Who speaks with the merchant's voice: its members, and an operator that acts for it. */
export const speaksForMerchant = (actor: Actor): boolean => actor.type === "member" || actor.for !== undefined

export const system = (id: string): Actor => ({ type: "system", id })
