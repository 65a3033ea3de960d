import type { MedusaContainer } from "@medusajs/framework/types"

import { refuse } from "../../../domain/errors"
import { PASAJ_SETTLEMENT } from "../../../modules/settlement"
import type SettlementModuleService from "../../../modules/settlement/service"
import { reviewedSettlement } from "../settlements/answer"

/** The settlement of a transfer, as operators see it. @throws transfer_not_found */
export async function settlementOfTransfer(container: MedusaContainer, transferId: string) {
  const [row] = await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).listSettlementTransfers({ id: transferId })
  return reviewedSettlement(container, (row ?? refuse("transfer_not_found", { id: transferId })).settlement_id)
}
