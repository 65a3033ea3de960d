import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../../modules/escrow"
import type EscrowModuleService from "../../../../../modules/escrow/service"
import { consentWorkflow } from "../../../../../workflows/escrow/consent"
import type { GuardedRequest } from "../../../../guard"
import { parcelAnswers } from "../../../../merchant/shop-orders/answer"

/** A buyer speaks for the parcels of own orders only; another's parcel does not exist for them. */
export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const customer_id = req.auth_context.actor_id
  const escrow = req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [parcel] = await escrow.listEscrowParcels({ id, state: { $ne: "discarded" } })
  const [own] = parcel ? await escrow.listEscrowOrders({ order_id: parcel.order_id, customer_id }) : []
  if (!own) refuse("parcel_not_found", { id })

  await consentWorkflow(req.scope).run({ input: { parcel_id: id, at: await now(req.scope), actor: { type: "customer", id: customer_id } } })
  const [answer] = await parcelAnswers(req.scope, await escrow.listEscrowParcels({ id }), "buyer")
  res.json({ parcel: answer })
}
