import type { MedusaContainer } from "@medusajs/framework/types"

import { refuse } from "../../../domain/errors"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import { rowsWithin, type Reach } from "../../merchant-scope"

type Row = Awaited<ReturnType<EscrowModuleService["listEscrowParcels"]>>[number]

/** One parcel within reach; its shop is that of its shop order. @throws parcel_not_found */
export async function findParcelWithin(container: MedusaContainer, id: string, reach: Reach): Promise<Row> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [parcel] = await escrow.listEscrowParcels({ id, merchant_id: reach.merchant_ids })
  const [order] = parcel ? await escrow.listShopOrders({ id: parcel.shop_order_id, ...rowsWithin(reach) }) : []
  return (order && parcel) ?? refuse("parcel_not_found", { id })
}
