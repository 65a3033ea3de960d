import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { managerOf } from "../../adapters/manager"
import { movedFromFinal, moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { BusinessCalendar, Instant } from "../../domain/calendar"
import type { Capture } from "../../domain/custody-journals"
import { consentWindowMachine, holdMachine, parcelMachine, shopOrderMachine, type ShopOrderEvent } from "../../domain/escrow"
import type { OrderParts } from "../../domain/order-parts"
import { consent, lapseDue, type Swept, type SweptTo } from "./consent"
import { fund, openOrder, type PlacedOrder } from "./funding"
import { ConsentWindow } from "./models/consent-window"
import { EscrowOrder } from "./models/escrow-order"
import { EscrowHold } from "./models/hold"
import { EscrowParcel } from "./models/parcel"
import { ShopOrder } from "./models/shop-order"
import { ShopOrderLine } from "./models/shop-order-line"
import { pack, type PackedParcel, type Packing } from "./parcels"

type Ctx = Context<EntityManager>

/**
 * Shop orders, holds, parcels and consent windows. Each public method is one transaction, in which the states and the
 * journals that follow them commit or fail together; what they do stands in funding.ts, parcels.ts and consent.ts.
 */
export default class EscrowModuleService extends MedusaService({ EscrowOrder, ShopOrder, ShopOrderLine, EscrowHold, EscrowParcel, ConsentWindow }) {
  @InjectManager()
  async openOrder(order: PlacedOrder, parts: OrderParts, at: Instant, @MedusaContext() context: Ctx = {}): Promise<boolean> {
    return this.openOrder_(order, parts, at, context)
  }

  @InjectTransactionManager()
  protected async openOrder_(order: PlacedOrder, parts: OrderParts, at: Instant, @MedusaContext() context: Ctx = {}): Promise<boolean> {
    return openOrder(managerOf(context), order, parts, at)
  }

  @InjectManager()
  async fund(capture: Capture, at: Instant, @MedusaContext() context: Ctx = {}): Promise<boolean> {
    return this.fund_(capture, at, context)
  }

  @InjectTransactionManager()
  protected async fund_(capture: Capture, at: Instant, @MedusaContext() context: Ctx = {}): Promise<boolean> {
    return fund(managerOf(context), capture, at)
  }

  /** Moves shop orders by the table of `shopOrderMachine`. @throws row_not_found, wrong_state */
  @InjectManager()
  async moveShopOrders(ids: string[], event: ShopOrderEvent, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.moveShopOrders_(ids, event, at, actor, context)
  }

  @InjectTransactionManager()
  protected async moveShopOrders_(ids: string[], event: ShopOrderEvent, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await moveWithin(managerOf(context), { table: "shop_order", history: "escrow_history", machine: shopOrderMachine, ids, event, at, actor })
  }

  @InjectManager()
  async pack(packing: Packing, at: Instant, @MedusaContext() context: Ctx = {}): Promise<PackedParcel> {
    return this.pack_(packing, at, context)
  }

  @InjectTransactionManager()
  protected async pack_(packing: Packing, at: Instant, @MedusaContext() context: Ctx = {}): Promise<PackedParcel> {
    return pack(managerOf(context), packing, at)
  }

  /** A parcel that never left: its lines may be packed again. */
  @InjectManager()
  async discard(parcelId: string, at: Instant, actor: Actor, reason: string, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.discard_(parcelId, at, actor, reason, context)
  }

  @InjectTransactionManager()
  protected async discard_(parcelId: string, at: Instant, actor: Actor, reason: string, @MedusaContext() context: Ctx = {}): Promise<void> {
    await moveWithin(managerOf(context), { table: "escrow_parcel", history: "escrow_history", machine: parcelMachine, ids: [parcelId], event: "discard", at, actor, reason })
  }

  @InjectManager()
  async consent(parcelId: string, calendar: BusinessCalendar, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    return this.consent_(parcelId, calendar, at, actor, context)
  }

  @InjectTransactionManager()
  protected async consent_(parcelId: string, calendar: BusinessCalendar, at: Instant, actor: Actor, @MedusaContext() context: Ctx = {}): Promise<void> {
    await consent(managerOf(context), parcelId, calendar, at, actor)
  }

  @InjectManager()
  async lapseDue(at: Instant, limit: number, after: SweptTo | null, @MedusaContext() context: Ctx = {}): Promise<Swept> {
    return this.lapseDue_(at, limit, after, context)
  }

  @InjectTransactionManager()
  protected async lapseDue_(at: Instant, limit: number, after: SweptTo | null, @MedusaContext() context: Ctx = {}): Promise<Swept> {
    return lapseDue(managerOf(context), at, limit, after)
  }

  /** When the next consent window is due; null when none is open. */
  @InjectManager()
  async nextLapse(@MedusaContext() context: Ctx = {}): Promise<Instant | null> {
    const [row] = await managerOf(context).execute<{ due_at: string | null }>("select min(due_at) as due_at from consent_window where state = 'open'")
    return row?.due_at ? instantOf(row.due_at) : null
  }

  /** The merchant's holds that still have, or await, money. */
  @InjectManager()
  async openHoldsOf(merchantId: string, @MedusaContext() context: Ctx = {}): Promise<string[]> {
    const rows = await managerOf(context).execute<{ id: string }>(
      "select id from escrow_hold where merchant_id = ? and state in ('awaiting_funds', 'held') order by id",
      [merchantId],
    )
    return rows.map((row) => row.id)
  }

  /** Runs a use case in one transaction: what it does, in rows of any module of ours, commits or fails together. */
  @InjectManager()
  async within<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return this.within_(work, context)
  }

  @InjectTransactionManager()
  protected async within_<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return work(managerOf(context))
  }

  /** Runs one of the small reads and notes of repair.ts. */
  @InjectManager()
  async repairing<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return work(managerOf(context))
  }

  /** Rows of this module that moved on from a final state: there must be none. */
  @InjectManager()
  async movedFromFinal(@MedusaContext() context: Ctx = {}): Promise<string[]> {
    return movedFromFinal(managerOf(context), "escrow_history", [shopOrderMachine, holdMachine, parcelMachine, consentWindowMachine])
  }
}
