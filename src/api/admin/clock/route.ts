import type { MedusaResponse } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { addToInstant, dayOf } from "../../../domain/calendar"
import { formatJalali } from "../../../domain/jalali"
import { PASAJ_CALENDAR } from "../../../modules/calendar"
import type CalendarModuleService from "../../../modules/calendar/service"
import { advanceClockWorkflow } from "../../../workflows/clock/advance"
import type { GuardedRequest } from "../../guard"
import type { AdvanceBody } from "./contract"

async function clockAnswer(container: MedusaContainer) {
  const service = container.resolve<CalendarModuleService>(PASAJ_CALENDAR)
  const [{ now, sandbox }, { zone }] = await Promise.all([service.clock(), service.calendar()])
  const day = dayOf(now, zone)
  return { now, day, jalali_day: formatJalali(day), zone, sandbox }
}

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ clock: await clockAnswer(req.scope) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof AdvanceBody>>, res: MedusaResponse) => {
  const { advance_to, advance_days } = req.validatedBody
  const { now } = await req.scope.resolve<CalendarModuleService>(PASAJ_CALENDAR).clock()
  const target = advance_to ?? addToInstant(now, { days: advance_days ?? 0 })
  const { result: done } = await advanceClockWorkflow(req.scope).run({ input: target })
  res.json({ clock: await clockAnswer(req.scope), done })
}
