import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../adapters/clock"
import { PASAJ_CALENDAR } from "../../../../modules/calendar"
import type CalendarModuleService from "../../../../modules/calendar/service"
import type { GuardedRequest } from "../../../guard"
import { shopForBuyers, shopPageAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const at = await now(req.scope)
  const row = await shopForBuyers(req.scope, req.params.handle ?? "", at)
  const { zone } = await req.scope.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  res.json({ shop: await shopPageAnswer(req.scope, row, at, zone) })
}
