import type { MedusaContainer } from "@medusajs/framework/types"

import { refuse } from "../../../domain/errors"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import { ownsOrder } from "../../buyer-scope"
import { parcelAnswers } from "../../merchant/shop-orders/answer"

/** A buyer speaks for the parcels of own orders only; another's parcel does not exist for them. @throws parcel_not_found */
export async function mustBeOwnParcel(container: MedusaContainer, id: string, customer_id: string): Promise<void> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [parcel] = await escrow.listEscrowParcels({ id, state: { $ne: "discarded" } })
  if (!parcel || !(await ownsOrder(container, parcel.order_id, customer_id))) refuse("parcel_not_found", { id })
}

/** A parcel as its buyer sees it. @throws parcel_not_found */
export async function parcelOfBuyer(container: MedusaContainer, id: string) {
  const rows = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).listEscrowParcels({ id })
  const [parcel] = await parcelAnswers(container, rows, "buyer")
  return { parcel: parcel ?? refuse("parcel_not_found", { id }) }
}
