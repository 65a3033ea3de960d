import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import { addDays, dayOf, endOfDay, startOfDay, type Day, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { savingsOf, type CategoryRate, type Savings } from "../../domain/savings"
import { PASAJ_ESCROW } from "../../modules/escrow"
import type EscrowModuleService from "../../modules/escrow/service"
import { soldIn, type Slice } from "../../modules/escrow/sold"
import { publishRates, rateEditions, rentPaidIn, type RateEdition } from "../../modules/rental/rates"
import { categoriesOf } from "../catalogue/categories"
import { rentalOf, zoneOf } from "./steps"

/** Without days it is the year up to today. */
export type SavingsRequest = { merchant_id: string; from?: Day | undefined; until?: Day | undefined; at: Instant }

const YEAR_DAYS = 365

/** The part of a time in which each edition of the rates was in force; an edition that never was has none. */
function slicesOf(editions: RateEdition[], from: Instant, until: Instant): (Slice & { version: number })[] {
  return editions
    .map(({ version, from_at }, index) => {
      const next = editions[index + 1]?.from_at ?? until
      return { version, from: from_at > from ? from_at : from, until: next < until ? next : until }
    })
    .filter((slice) => slice.from < slice.until)
}

/**
 * What a merchant has saved by paying rent and no commission (K8), from the first day through the last: what its sales really brought it,
 * less what was taken back, at the reference rates of their day and for the categories of their order, less the rent it paid meanwhile; one
 * for each currency in which it did either.
 * @throws savings_days_wrong
 */
export async function savingsIn(container: MedusaContainer, { merchant_id, at, ...asked }: SavingsRequest): Promise<Savings[]> {
  const zone = await zoneOf(container)
  const until = asked.until ?? dayOf(at, zone)
  const from = asked.from ?? addDays(until, -YEAR_DAYS)
  if (until < from) refuse("savings_days_wrong", { from, until })
  const [begin, end] = [startOfDay(from, zone), endOfDay(until, zone)]
  const editions = await rentalOf(container).reading(rateEditions)
  const slices = slicesOf(editions, begin, end)
  const sold = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => soldIn(manager, merchant_id, slices))
  // What was booked before lines kept their categories goes by today's.
  const today = await categoriesOf(container, sold.flatMap(({ category_ids, product_id }) => (category_ids === null && product_id !== null ? [product_id] : [])))
  const rent = await rentalOf(container).reading((manager) => rentPaidIn(manager, merchant_id, begin, end))
  const rates = new Map(editions.map((edition) => [edition.version, edition.rates]))
  const currencies = [...new Set([...sold.map(({ amount }) => amount.currency), ...rent.map((row) => row.currency)])].sort()
  return currencies.map((currency) => {
    const sales = sold.filter(({ amount }) => amount.currency === currency).map(({ at: slice, product_id, category_ids, amount }) => ({
      version: slices[slice]?.version ?? 1, categories: category_ids ?? today.get(product_id ?? "") ?? [], amount,
    }))
    return savingsOf(sales, rates, money(rent.find((row) => row.currency === currency)?.minor ?? 0, currency))
  })
}

export type PublishRatesInput = { rates: CategoryRate[]; reason: string; actor: Actor; at: Instant }

const publishRatesStep = createStep("pasaj-write-reference-rates", async ({ rates, reason, actor, at }: PublishRatesInput, { container }) =>
  new StepResponse(await rentalOf(container).within((manager) => publishRates(manager, rates, reason, actor, at))),
)

/** A new edition of the reference rates, from now on. @throws rate_without_default, rate_category_twice */
export const publishReferenceRatesWorkflow = createWorkflow("pasaj-publish-reference-rates", (input: PublishRatesInput) => new WorkflowResponse(publishRatesStep(input)))
