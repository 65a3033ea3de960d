import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import { managerOf } from "../../adapters/manager"
import { movedFromFinal } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { settlementMachine, transferMachine, type SettlementPolicy } from "../../domain/settlement"
import { MerchantSettlement } from "./models/merchant-settlement"
import { PayoutAccount } from "./models/payout-account"
import { SettlementTransfer } from "./models/settlement-transfer"
import { registerPayoutAccount, type NewPayoutAccount } from "./payout-accounts"
import { approve, requestSettlement, reserved, withdraw, type Reserved, type SettlementRequest } from "./requests"
import { payTransfer, rejectTransfer, returnTransfer, type Payment } from "./transfers"

type Ctx = Context<EntityManager>

/**
 * Payout accounts, requests and transfers. Each public method is one transaction, in which the states and the journals
 * that follow them commit or fail together; what they do stands in payout-accounts.ts, requests.ts and transfers.ts.
 */
export default class SettlementModuleService extends MedusaService({ PayoutAccount, MerchantSettlement, SettlementTransfer }) {
  @InjectManager()
  async registerPayoutAccount(account: NewPayoutAccount, policy: SettlementPolicy, at: Instant, @MedusaContext() context: Ctx = {}): Promise<string> {
    return this.registerPayoutAccount_(account, policy, at, context)
  }

  @InjectTransactionManager()
  protected async registerPayoutAccount_(account: NewPayoutAccount, policy: SettlementPolicy, at: Instant, @MedusaContext() context: Ctx = {}): Promise<string> {
    return registerPayoutAccount(managerOf(context), account, policy, at)
  }

  @InjectManager()
  async request(asked: SettlementRequest, at: Instant, requestedBy: string, @MedusaContext() context: Ctx = {}): Promise<string> {
    return this.request_(asked, at, requestedBy, context)
  }

  @InjectTransactionManager()
  protected async request_(asked: SettlementRequest, at: Instant, requestedBy: string, @MedusaContext() context: Ctx = {}): Promise<string> {
    return requestSettlement(managerOf(context), asked, at, requestedBy)
  }

  @InjectManager()
  async withdraw(id: string, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.withdraw_(id, at, actor, context)
  }

  @InjectTransactionManager()
  protected async withdraw_(id: string, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await withdraw(managerOf(context), id, at, actor)
  }

  @InjectManager()
  async approve(id: string, policy: SettlementPolicy, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.approve_(id, policy, at, actor, context)
  }

  @InjectTransactionManager()
  protected async approve_(id: string, policy: SettlementPolicy, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await approve(managerOf(context), id, policy, at, actor)
  }

  @InjectManager()
  async payTransfer(id: string, payment: Payment, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.payTransfer_(id, payment, at, actor, context)
  }

  @InjectTransactionManager()
  protected async payTransfer_(id: string, payment: Payment, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await payTransfer(managerOf(context), id, payment, at, actor)
  }

  @InjectManager()
  async rejectTransfer(id: string, reason: string, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.rejectTransfer_(id, reason, at, actor, context)
  }

  @InjectTransactionManager()
  protected async rejectTransfer_(id: string, reason: string, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await rejectTransfer(managerOf(context), id, reason, at, actor)
  }

  @InjectManager()
  async returnTransfer(id: string, reason: string, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.returnTransfer_(id, reason, at, actor, context)
  }

  @InjectTransactionManager()
  protected async returnTransfer_(id: string, reason: string, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await returnTransfer(managerOf(context), id, reason, at, actor)
  }

  /** What is reserved, by merchant and currency, from the rows alone: to be held against the ledger. */
  @InjectManager()
  async reserved(@MedusaContext() context: Ctx = {}): Promise<Reserved[]> {
    return reserved(managerOf(context))
  }

  /** Rows of this module that moved on from a final state: there must be none. */
  @InjectManager()
  async movedFromFinal(@MedusaContext() context: Ctx = {}): Promise<string[]> {
    return movedFromFinal(managerOf(context), "settlement_history", [settlementMachine, transferMachine])
  }
}
