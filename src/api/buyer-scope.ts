import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/**
 * Whether an order is a buyer's: the one place that decides it for every store route. Medusa is asked each time, for
 * it lets an order pass to another customer, and with the order goes the word on its parcels.
 */
export async function ownsOrder(container: MedusaContainer, orderId: string, customerId: string): Promise<boolean> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields: ["id"], filters: { id: orderId, customer_id: customerId } })
  return data.length > 0
}
