import { join } from "node:path"

import type { Actor } from "../../../domain/actor"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import { money } from "../../../domain/money"
import type { PlanTerms } from "../../../domain/rental"
import { RentInvoice } from "../models/invoice"
import { ShopLease } from "../models/lease"
import { LeasePeriod } from "../models/period"
import { RentPlan } from "../models/plan"
import { RentPlanVersion } from "../models/plan-version"
import type RentalModuleService from "../service"

export const zone = "Asia/Tehran"
/** The morning of 30 Aban 1405 in Tehran. */
export const STORY = "2026-11-21T05:30:00.000Z"
export const moment = (at: string) => ({ at, zone })

/** The module as it is installed: its tables, and the ledger that its journals go to. */
export const rentalModule = {
  moduleModels: [RentPlan, RentPlanVersion, ShopLease, LeasePeriod, RentInvoice],
  resolve: join(__dirname, ".."),
  pathToMigrations: [join(__dirname, "../migrations"), join(__dirname, "../../ledger/migrations")],
}

export const basic: PlanTerms = {
  code: "basic", name: "Basic", tier: 1, currency: "irr", tax_basis_points: 1_000, trial_days: 0,
  features: { dropshipping: false, badges: false },
  limits: { products: 100, members: 2, images: 5, shops: 1, featured_places: 0 },
  prices: [{ term_months: 1, price_minor: 5_000_000 }, { term_months: 12, price_minor: 48_000_000 }],
}

export const grand: PlanTerms = { ...basic, code: "grand", name: "Grand", tier: 3, trial_days: 14, prices: [{ term_months: 1, price_minor: 12_000_000 }, { term_months: 12, price_minor: 120_000_000 }] }
export const operator: Actor = { type: "operator", id: "user_1" }
/** 10 Azar 1405: ten days into a month that began with the story. */
export const LATER = "2026-12-01T05:30:00.000Z"

export const refusal = async (act: Promise<unknown>, code: ErrorCode): Promise<boolean> =>
  act.then(() => false, (caught: unknown) => isRefusal(caught, code))

export const request = (shop: number, plan = "basic", term_months = 1) => ({ shop_id: `shop_${shop}`, merchant_id: `mer_${shop}`, plan, term_months })

export const payment = (invoice_id: string, minor = 5_500_000, currency = "irr") =>
  ({ invoice_id, paid: money(minor, currency), provider_id: "pp_system_default", payment_id: `pay_${invoice_id}` })

/** A shop whose rent for `term_months` is paid at `at`. */
export async function rented(service: RentalModuleService, shop: number, at = STORY, minor = 5_500_000, plan = "basic", term_months = 1) {
  const taken = await service.takeLease(request(shop, plan, term_months), moment(at))
  await service.payInvoice(payment(taken.invoice_id, minor), moment(at))
  return taken
}

export async function lease(service: RentalModuleService, id: string) {
  const [found] = await service.leases({ id })
  if (!found) throw new Error(`no lease ${id}`)
  return found
}

export async function invoice(service: RentalModuleService, id: string) {
  const [found] = await service.invoices({ id })
  if (!found) throw new Error(`no invoice ${id}`)
  return found
}
