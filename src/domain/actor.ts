/** Who does something. `system` acts for nobody: a job, or an event of Medusa. */
export type Actor = { type: "operator" | "member" | "customer" | "system"; id: string }

export const system = (id: string): Actor => ({ type: "system", id })
