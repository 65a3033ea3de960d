import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { duties } from "../duties"

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

/** @returns how many rows were done on the way */
async function advance(container: MedusaContainer, target: Instant): Promise<number> {
  const calendar = container.resolve<CalendarModuleService>(PASAJ_CALENDAR)
  let at = await calendar.now()
  let all = 0
  for (;;) {
    const due = await nextDue(container, target)
    if (due === null) break
    const before = at
    at = due > at ? due : at
    if (at > before) await calendar.advanceTo(at)
    const done = await runAll(container, at)
    all += done
    if (done === 0 && at === before) break // due, yet nothing could be done: time alone will not help
  }
  if (target > (await calendar.now())) await calendar.advanceTo(target)
  return all + (await runAll(container, target))
}

const advanceClockStep = createStep("pasaj-advance-clock", async (target: Instant, { container }) =>
  new StepResponse(await advance(container, target)),
)

/**
 * The test clock of the whole marketplace: goes to `target` by way of every instant at which something is due, and does
 * at each what is due there, in order. Only on a sandbox, only forward.
 * @returns how many rows were done. @throws clock_not_sandbox, clock_goes_back
 */
export const advanceClockWorkflow = createWorkflow("pasaj-advance-marketplace-clock", (target: Instant) =>
  new WorkflowResponse(advanceClockStep(target)),
)
