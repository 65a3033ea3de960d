import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { addToInstant, type Instant } from "../../domain/calendar"
import { isRefusal, refuse } from "../../domain/errors"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { duties } from "../duties"

/** A slip of the hand must not carry a kept database into another century: there is no way back. */
const FURTHEST_DAYS = 400

/** The earliest due instant of all duties, not after `target`. */
async function nextDue(container: MedusaContainer, target: Instant): Promise<Instant | null> {
  const dues = await Promise.all(duties.map((duty) => duty.nextDue(container)))
  return dues.filter((due): due is Instant => due !== null && due <= target).sort()[0] ?? null
}

async function runAll(container: MedusaContainer, at: Instant): Promise<number> {
  let done = 0
  for (const duty of duties) done += await duty.run(container, at)
  return done
}

/** Goes to `target`, unless the running clock has passed it meanwhile. @returns where the clock then stands */
async function goTo(calendar: CalendarModuleService, target: Instant): Promise<Instant> {
  try {
    return await calendar.advanceTo(target)
  } catch (error) {
    if (!isRefusal(error, "clock_goes_back")) throw error
    return calendar.now()
  }
}

/** @returns how many rows were done on the way */
async function advance(container: MedusaContainer, target: Instant): Promise<number> {
  const calendar = container.resolve<CalendarModuleService>(PASAJ_CALENDAR)
  const { now, sandbox } = await calendar.clock()
  if (!sandbox) refuse("clock_not_sandbox")
  if (target < now) refuse("clock_goes_back", { now, at: target })
  if (target > addToInstant(now, { days: FURTHEST_DAYS })) refuse("clock_too_far", { days: FURTHEST_DAYS, at: target })
  let all = 0
  for (;;) {
    const due = await nextDue(container, target)
    if (due === null) break
    const before = await calendar.now()
    const done = await runAll(container, due > before ? await goTo(calendar, due) : before)
    all += done
    if (done === 0 && due <= before) break // due, yet nothing could be done: time alone will not help
  }
  return all + (await runAll(container, await goTo(calendar, target)))
}

const advanceClockStep = createStep("pasaj-advance-clock", async (target: Instant, { container }) =>
  new StepResponse(await advance(container, target)),
)

/**
 * The test clock of the whole marketplace: goes to `target` by way of every instant at which something is due, and does
 * at each what is due there, in order. Only on a sandbox, only forward.
 * @returns how many rows were done. @throws clock_not_sandbox, clock_goes_back, clock_too_far
 */
export const advanceClockWorkflow = createWorkflow("pasaj-advance-marketplace-clock", (target: Instant) =>
  new WorkflowResponse(advanceClockStep(target)),
)
