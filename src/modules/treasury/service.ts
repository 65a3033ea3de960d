import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import type { Context } from "@medusajs/framework/types"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { managerOf } from "../../adapters/manager"
import { StatementLine } from "./models/statement-line"

type Ctx = Context<EntityManager>

/** Statements of banks and gateways: the outside evidence of what they hold. What is done with them stands in statements.ts. */
export default class TreasuryModuleService extends MedusaService({ StatementLine }) {
  /** Runs a use case in one transaction: lines and the journals that follow them commit or fail together. */
  @InjectManager()
  async within<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return this.within_(work, context)
  }

  @InjectTransactionManager()
  protected async within_<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return work(managerOf(context))
  }

  /** Runs one of the reads. */
  @InjectManager()
  async reading<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return work(managerOf(context))
  }
}
