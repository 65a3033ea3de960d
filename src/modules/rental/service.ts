import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { managerOf } from "../../adapters/manager"
import { movedFromFinal } from "../../adapters/move"
import type { Day, Instant } from "../../domain/calendar"
import { invoiceMachine, leaseMachine, offlinePaymentMachine, type PlanTerms } from "../../domain/rental"
import { earnDay, nextEarnings, type EarningDay } from "./earning"
import { claimUntold, endDue, nextLeaseDue, told, type Untold } from "./ends"
import type { Terms } from "./invoices"
import type { Moment } from "./lease-rows"
import { renewLease, takeLease, type Choice, type LeaseRequest, type TakenLease } from "./leases"
import { RentInvoice } from "./models/invoice"
import { ShopLease } from "./models/lease"
import { LeasePeriod } from "./models/period"
import { RentPlan } from "./models/plan"
import { RentPlanVersion } from "./models/plan-version"
import { claimLooks, payInvoice, startPayment, type RentPayment, type StartedPayment } from "./payments"
import { publishPlan } from "./plan-drafts"
import { editionsAfter, editionsOf, plansOnOffer, type PlanEdition } from "./plans"
import { invoices, leases, type Filter, type Invoice, type Lease } from "./reads"

type Ctx = Context<EntityManager>

/**
 * Plans, leases, periods and rent invoices. Each public method is one transaction, in which the states and the journals
 * that follow them commit or fail together; what they do stands in plans.ts, leases.ts, payments.ts, ends.ts and earning.ts.
 */
export default class RentalModuleService extends MedusaService({ RentPlan, RentPlanVersion, ShopLease, LeasePeriod, RentInvoice }) {
  /**
   * Publishes a plan; the same content again answers the edition on offer.
   * @throws plan_without_price, term_price_invalid, term_dearer_than_shorter, tax_rate_invalid
   */
  @InjectManager()
  async publishPlan(terms: PlanTerms, at: Instant, @MedusaContext() context: Ctx = {}): Promise<{ id: string; published: boolean }> {
    return this.publishPlan_(terms, at, context)
  }

  @InjectTransactionManager()
  protected async publishPlan_(terms: PlanTerms, at: Instant, @MedusaContext() context: Ctx = {}): Promise<{ id: string; published: boolean }> {
    return publishPlan(managerOf(context), terms, at)
  }

  /** The current edition of each plan on offer, the most basic first. */
  @InjectManager()
  async plansOnOffer(at: Instant, @MedusaContext() context: Ctx = {}): Promise<PlanEdition[]> {
    return plansOnOffer(managerOf(context), at)
  }

  /** The editions that leases and invoices name, retired ones too. */
  @InjectManager()
  async editionsOf(versionIds: string[], @MedusaContext() context: Ctx = {}): Promise<PlanEdition[]> {
    return editionsOf(managerOf(context), versionIds)
  }

  /** Every edition ever published, by id, from the one after `after`. */
  @InjectManager()
  async editionsAfter(limit: number, after?: string, @MedusaContext() context: Ctx = {}): Promise<PlanEdition[]> {
    return editionsAfter(managerOf(context), limit, after)
  }

  /** Leases with their periods, by id. */
  @InjectManager()
  async leases(filter: Filter, @MedusaContext() context: Ctx = {}): Promise<Lease[]> {
    return leases(managerOf(context), filter)
  }

  /** Invoices, by id, which is the order in which they were issued. */
  @InjectManager()
  async invoices(filter: Filter, @MedusaContext() context: Ctx = {}): Promise<Invoice[]> {
    return invoices(managerOf(context), filter)
  }

  /** @throws plan_not_found, term_not_offered, lease_already_exists, invoice_already_open */
  @InjectManager()
  async takeLease(request: LeaseRequest, moment: Moment, terms: Terms = {}, @MedusaContext() context: Ctx = {}): Promise<TakenLease> {
    return this.takeLease_(request, moment, terms, context)
  }

  @InjectTransactionManager()
  protected async takeLease_(request: LeaseRequest, moment: Moment, terms: Terms, @MedusaContext() context: Ctx = {}): Promise<TakenLease> {
    return takeLease(managerOf(context), request, moment, terms)
  }

  /** @returns the invoice's id. @throws lease_not_found, plan_not_found, term_not_offered, invoice_already_open, lease_already_exists */
  @InjectManager()
  async renewLease(leaseId: string, choice: Choice, moment: Moment, @MedusaContext() context: Ctx = {}): Promise<string> {
    return this.renewLease_(leaseId, choice, moment, context)
  }

  @InjectTransactionManager()
  protected async renewLease_(leaseId: string, choice: Choice, moment: Moment, @MedusaContext() context: Ctx = {}): Promise<string> {
    return renewLease(managerOf(context), leaseId, choice, moment)
  }

  /** @returns the payment collection to pay into, the first one noted; null when the invoice is no longer open */
  @InjectManager()
  async startPayment(invoiceId: string, collectionId: string, @MedusaContext() context: Ctx = {}): Promise<string | null> {
    return startPayment(managerOf(context), invoiceId, collectionId)
  }

  /** Safe twice. @returns the lease's id. @throws invoice_not_found, invoice_void, payment_amount_wrong */
  @InjectManager()
  async payInvoice(payment: RentPayment, moment: Moment, @MedusaContext() context: Ctx = {}): Promise<string> {
    return this.payInvoice_(payment, moment, context)
  }

  @InjectTransactionManager()
  protected async payInvoice_(payment: RentPayment, moment: Moment, @MedusaContext() context: Ctx = {}): Promise<string> {
    return payInvoice(managerOf(context), payment, moment)
  }

  /** @returns payments that were started and not finished, for the caller to look for their money */
  @InjectManager()
  async claimLooks(limit: number, @MedusaContext() context: Ctx = {}): Promise<StartedPayment[]> {
    return claimLooks(managerOf(context), limit)
  }

  /** The earliest instant at which a lease moves by time. */
  @InjectManager()
  async nextLeaseDue(@MedusaContext() context: Ctx = {}): Promise<Instant | null> {
    return nextLeaseDue(managerOf(context))
  }

  /** Moves up to `limit` leases whose paid time or grace is over. @returns how many */
  @InjectManager()
  async endDue(moment: Moment, limit: number, @MedusaContext() context: Ctx = {}): Promise<number> {
    return this.endDue_(moment, limit, context)
  }

  @InjectTransactionManager()
  protected async endDue_(moment: Moment, limit: number, @MedusaContext() context: Ctx = {}): Promise<number> {
    return endDue(managerOf(context), moment, limit)
  }

  /** @returns the leases whose shops the caller must now tell */
  @InjectManager()
  async claimUntold(limit: number, @MedusaContext() context: Ctx = {}): Promise<Untold[]> {
    return claimUntold(managerOf(context), limit)
  }

  @InjectManager()
  async told(leaseId: string, changes: number, @MedusaContext() context: Ctx = {}): Promise<void> {
    return told(managerOf(context), leaseId, changes)
  }

  /** For each currency the next day of rent to bring into the books. */
  @InjectManager()
  async nextEarnings(@MedusaContext() context: Ctx = {}): Promise<EarningDay[]> {
    return nextEarnings(managerOf(context))
  }

  /** One day of a currency's rent, in one journal. @returns the day; null when none up to `through` is left */
  @InjectManager()
  async earnDay(currency: string, through: Day, zone: string, @MedusaContext() context: Ctx = {}): Promise<Day | null> {
    return this.earnDay_(currency, through, zone, context)
  }

  @InjectTransactionManager()
  protected async earnDay_(currency: string, through: Day, zone: string, @MedusaContext() context: Ctx = {}): Promise<Day | null> {
    return earnDay(managerOf(context), currency, through, zone)
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

  /** Runs one read, without a transaction. */
  @InjectManager()
  async reading<Result>(work: (manager: SqlManager) => Promise<Result>, @MedusaContext() context: Ctx = {}): Promise<Result> {
    return work(managerOf(context))
  }

  /** Rows of this module that moved on from a final state: there must be none. */
  @InjectManager()
  async movedFromFinal(@MedusaContext() context: Ctx = {}): Promise<string[]> {
    return movedFromFinal(managerOf(context), "rental_history", [leaseMachine, invoiceMachine, offlinePaymentMachine])
  }
}
