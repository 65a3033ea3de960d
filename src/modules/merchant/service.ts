import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { generateEntityId, InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { managerOf } from "../../adapters/manager"
import { movedFromFinal } from "../../adapters/move"
import type { Instant } from "../../domain/calendar"
import { merchantMachine, type Role } from "../../domain/merchant"
import { noteChange } from "./members"
import { MerchantMember } from "./models/member"
import { Merchant } from "./models/merchant"
import { Person } from "./models/person"
import { Shop } from "./models/shop"
import { ShopImport } from "./models/shop-import"
import { ShopProduct } from "./models/shop-product"
import { beginOnboarding } from "./onboarding"
import { beginChange, duePlaces, notePlacesShown, placesOf, reservePlaces, writePlaces, type NewPlace, type Place, type Reservation, type Showing, type WrittenPlace } from "./places"
import { nextShelving, shiftShelves, shopsToShelve } from "./shelves"

export type Application = {
  kind: "natural" | "legal"
  name: string
  national_id: string | null
  company_id: string | null
  licence_number: string | null
  phone: string
  address: string
  licence_expires_on?: string | null
  city?: string | null
  postal_code?: string | null
}
export type Membership = { merchant_id: string; role: Role }
export type Placement = { product_id: string; shop_id: string; merchant_id: string }

/** Merchants, their members, their shops, and which product stands in which shop. */
export default class MerchantModuleService extends MedusaService({ Person, Merchant, MerchantMember, Shop, ShopProduct, ShopImport }) {
  /** Writes an application and makes the person its owner, as one. @returns the merchant's id */
  @InjectManager()
  async apply(personId: string, application: Application, at: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<string> {
    return this.apply_(personId, application, at, context)
  }

  @InjectTransactionManager()
  protected async apply_(personId: string, application: Application, at: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<string> {
    const id = generateEntityId(undefined, "mer")
    const { kind, name, national_id, company_id, licence_number, phone, address, licence_expires_on = null, city = null, postal_code = null } = application
    await managerOf(context).execute(
      `with merchant as (
         insert into pasaj_merchant (id, state, kind, licensed, name, national_id, company_id, licence_number, phone, address, applied_at,
           licence_expires_on, city, postal_code, rules_version)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?, (select max(version) from verification_rules)) returning id
       ) insert into merchant_member (id, merchant_id, person_id, role) select ?, id, ?, 'owner' from merchant`,
      [
        id, merchantMachine.initial, kind, licence_number !== null, name, national_id, company_id, licence_number, phone, address, at,
        licence_expires_on, city, postal_code, generateEntityId(undefined, "mem"), personId,
      ],
    )
    await beginOnboarding(managerOf(context), id, at)
    await noteChange(managerOf(context), {
      merchant_id: id, person_id: personId, what: "joined", from_role: null, to_role: "owner", actor: { type: "member", id: personId }, reason: null, at,
    })
    return id
  }

  /** The roles of a person, by merchant: rows, not tokens, so that a removed member stops at once. */
  @InjectManager()
  async membershipsOf(personId: string, @MedusaContext() context: Context<EntityManager> = {}): Promise<Membership[]> {
    return managerOf(context).execute<Membership>(
      "select merchant_id, role from merchant_member where person_id = ? and deleted_at is null order by created_at, id",
      [personId],
    )
  }

  /** Where products stand; products without a shop are absent. */
  @InjectManager()
  async placementsOf(productIds: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<Placement[]> {
    return managerOf(context).execute<Placement>(
      "select product_id, shop_id, merchant_id from shop_product where product_id = any(array[?]::text[])",
      [productIds],
    )
  }

  /** @see placesOf in places.ts */
  @InjectManager()
  async placesOf(shopId: string, handles: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<Place[]> {
    return placesOf(managerOf(context), shopId, handles)
  }

  /** Writes places before their products are made. @returns those that are now this caller's to make, and those beyond the plan's limit */
  @InjectManager()
  async reservePlaces(shopId: string, places: NewPlace[], replaced: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<Reservation> {
    return this.reservePlaces_(shopId, places, replaced, context)
  }

  @InjectTransactionManager()
  protected async reservePlaces_(shopId: string, places: NewPlace[], replaced: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<Reservation> {
    return reservePlaces(managerOf(context), shopId, places, replaced)
  }

  /** Notes that the products are in the middle of a change. */
  @InjectManager()
  async beginChange(productIds: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<void> {
    await beginChange(managerOf(context), productIds)
  }

  /** Notes that the products are made, and from what. */
  @InjectManager()
  async writePlaces(places: WrittenPlace[], @MedusaContext() context: Context<EntityManager> = {}): Promise<void> {
    await writePlaces(managerOf(context), places)
  }

  /** Products of the shop whose status in Medusa must change. */
  @InjectManager()
  async duePlaces(shopId: string, most: number, @MedusaContext() context: Context<EntityManager> = {}): Promise<Showing[]> {
    return duePlaces(managerOf(context), shopId, most)
  }

  /** Notes which status Medusa was told. */
  @InjectManager()
  async notePlacesShown(productIds: string[], shown: boolean, @MedusaContext() context: Context<EntityManager> = {}): Promise<void> {
    await notePlacesShown(managerOf(context), productIds, shown)
  }

  /** Blocks or unblocks up to `most` products of a shop by what it is at `at`. @returns how many. @throws shop_not_found */
  @InjectManager()
  async shiftShelves(shopId: string, at: Instant, most: number, @MedusaContext() context: Context<EntityManager> = {}): Promise<number> {
    return this.shiftShelves_(shopId, at, most, context)
  }

  @InjectTransactionManager()
  protected async shiftShelves_(shopId: string, at: Instant, most: number, @MedusaContext() context: Context<EntityManager> = {}): Promise<number> {
    return shiftShelves(managerOf(context), shopId, at, most)
  }

  /** Shops with products left to block, unblock, publish or unpublish at `at`, by id after `after`. */
  @InjectManager()
  async shopsToShelve(at: Instant, most: number, after: string, @MedusaContext() context: Context<EntityManager> = {}): Promise<string[]> {
    return shopsToShelve(managerOf(context), at, most, after)
  }

  /** The next instant at which time alone stops or opens a shop. */
  @InjectManager()
  async nextShelving(at: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<Instant | null> {
    return nextShelving(managerOf(context), at)
  }

  /** Runs a use case in one transaction: what it does, in rows of any module of ours, commits or fails together. */
  @InjectManager()
  async within<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Context<EntityManager> = {}): Promise<Result> {
    return this.within_(work, context)
  }

  @InjectTransactionManager()
  protected async within_<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Context<EntityManager> = {}): Promise<Result> {
    return work(managerOf(context))
  }

  /** Runs one read, without a transaction. */
  @InjectManager()
  async reading<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Context<EntityManager> = {}): Promise<Result> {
    return work(managerOf(context))
  }

  /** Rows of this module that moved on from a final state: there must be none. */
  @InjectManager()
  async movedFromFinal(@MedusaContext() context: Context<EntityManager> = {}): Promise<string[]> {
    return movedFromFinal(managerOf(context), "merchant_history", [merchantMachine])
  }
}
