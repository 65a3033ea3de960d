import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"

import type { SqlManager } from "./ledger"

/** The manager Medusa's decorators put into a module method's context: the transaction's when there is one. */
export function managerOf(context: Context<EntityManager>): SqlManager {
  const manager = context.transactionManager ?? context.manager
  if (!manager) throw new Error("This method must be called through its decorator, which opens the manager.")
  return manager
}
