import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { noteMended, type Mended } from "../../modules/escrow/repair-report"
import type EscrowModuleService from "../../modules/escrow/service"

/**
 * Reports what a duty mended. The work itself is done by then and safe twice, so that a report that cannot be written is
 * told to the log and stops nothing.
 */
export async function reportMended(container: MedusaContainer, mended: Mended[], at: Instant): Promise<void> {
  if (mended.length === 0) return
  try {
    await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => noteMended(manager, mended, at))
  } catch (error) {
    container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: ${mended.length} repairs could not be reported: ${String(error)}`)
  }
}
