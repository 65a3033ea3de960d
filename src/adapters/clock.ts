import type { MedusaContainer } from "@medusajs/framework/types"

import type { Instant } from "../domain/calendar"
import type CalendarModuleService from "../modules/calendar/service"

/** The marketplace's now: doors ask it once and pass it on, so that no rule reads a clock. */
export const now = (container: MedusaContainer): Promise<Instant> =>
  container.resolve<CalendarModuleService>("pasaj_calendar").now()
