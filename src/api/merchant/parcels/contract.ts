import { z } from "@medusajs/framework/zod"

import { ExtensionBody, extensionErrors } from "../../admin/parcels/contract"
import type { Endpoint } from "../../endpoint"
import { ParcelAnswer } from "../shop-orders/contract"

export const merchantParcelEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/parcels/:id/extension",
    caller: "member",
    permission: "order.dispatch",
    delegable: "order.dispatch",
    summary: "Give the buyer more time to answer for a parcel, with a reason",
    body: ExtensionBody,
    status: 200,
    answer: z.strictObject({ parcel: ParcelAnswer }),
    errors: [...extensionErrors],
  },
]
