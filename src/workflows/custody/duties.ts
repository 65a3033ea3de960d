import { dayOf, endOfDay } from "../../domain/calendar"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { claimProof, proofDue, scheduleProof } from "../../modules/escrow/proof"
import type EscrowModuleService from "../../modules/escrow/service"
import type { Duty } from "../duty"
import { proveCustodyWorkflow } from "./prove"

/** The custody is proved at the end of each day (K2). After a stop of any length one proof is enough: it is of the present. */
export const proveCustody: Duty = {
  name: "prove-custody",
  nextDue: (container) => container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(proofDue),
  run: async (container, at) => {
    const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
    if (!(await escrow.repairing((manager) => claimProof(manager, at)))) return 0
    await proveCustodyWorkflow(container).run({ input: { at } })
    const { zone } = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
    await escrow.repairing((manager) => scheduleProof(manager, endOfDay(dayOf(at, zone), zone)))
    return 1
  },
}
