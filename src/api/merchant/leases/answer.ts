import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { dayOf, type Instant } from "../../../domain/calendar"
import { refuse } from "../../../domain/errors"
import { earnedThrough } from "../../../domain/rent-period"
import { money } from "../../../domain/money"
import { PASAJ_RENTAL } from "../../../modules/rental"
import type { Lease } from "../../../modules/rental/reads"
import type RentalModuleService from "../../../modules/rental/service"
import { zoneOf } from "../../../workflows/rental/steps"
import { moneyOf } from "../../money-answer"
import { leaseAnswers } from "../invoices/answer"
import type { LeaseAnswer } from "../shops/[id]/leases/contract"

/** One lease of the allowed merchants, as it stands in the database. @throws lease_not_found */
export async function findLease(container: MedusaContainer, id: string, merchant_ids: string[]): Promise<Lease> {
  const [found] = await container.resolve<RentalModuleService>(PASAJ_RENTAL).leases({ id, merchant_ids })
  return found ?? refuse("lease_not_found", { id })
}

/** The same, as its merchant sees it. @throws lease_not_found */
export async function leaseOf(container: MedusaContainer, id: string, merchant_ids: string[]): Promise<{ lease: z.infer<typeof LeaseAnswer> }> {
  const [lease] = await leaseAnswers(container, { id, merchant_ids })
  return { lease: lease ?? refuse("lease_not_found", { id }) }
}

/** A lease's own share of the rent in the books, by the end of the day of `at`: the books hold only sums of all leases. */
export async function rentOf(container: MedusaContainer, { periods }: Lease, at: Instant) {
  const day = dayOf(at, await zoneOf(container))
  return [...new Set(periods.map((period) => period.currency))].map((currency) => {
    const rows = periods.filter((period) => period.currency === currency)
    const schedules = rows.map((row) => ({ ...row, price: money(row.price_minor, currency), credited: money(row.credited_minor, currency) }))
    const earned = schedules.reduce((all, schedule) => all + earnedThrough(schedule, day).minor, 0)
    const credited = rows.reduce((all, row) => all + row.credited_minor, 0)
    const paid = rows.reduce((all, row) => all + row.price_minor, 0)
    return { earned: moneyOf(earned, currency), deferred: moneyOf(paid - credited - earned, currency), carried_on: moneyOf(credited, currency) }
  })
}
