import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import { parcelAnswers } from "../../merchant/shop-orders/answer"
import type { ParcelAnswer } from "../../merchant/shop-orders/contract"

/** One parcel as an operator sees it. @throws parcel_not_found */
export async function oneParcel(container: MedusaContainer, id: string): Promise<{ parcel: z.infer<typeof ParcelAnswer> }> {
  const rows = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).listEscrowParcels({ id })
  const [parcel] = await parcelAnswers(container, rows, "operator")
  return { parcel: parcel ?? refuse("parcel_not_found", { id }) }
}
