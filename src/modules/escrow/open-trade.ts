import type { SqlManager } from "../../adapters/ledger"
import { holdMachine, shopOrderMachine } from "../../domain/escrow"
import { statesOf } from "../../domain/machine"

export type OpenTrade = { open_orders: number; held_money: number; refunds_due: number }

/** An edited order may open a completed part or a finished hold again: as long as it does not, they are over. */
const openOrders = statesOf(shopOrderMachine).filter((state) => state !== "completed" && state !== "cancelled")
const openHolds = statesOf(holdMachine).filter((state) => state !== "finished")

/** How many of a merchant's orders are not over, how many holds are not empty, and how many refunds its buyers wait for. */
export async function openTradeOf(manager: SqlManager, merchantId: string): Promise<OpenTrade> {
  const [row] = await manager.execute<OpenTrade>(
    `select
       (select count(*)::int from shop_order where merchant_id = ? and state = any(array[?]::text[])) as open_orders,
       (select count(*)::int from escrow_hold where merchant_id = ? and state = any(array[?]::text[])) as held_money,
       (select count(*)::int from escrow_refund r join shop_order o on o.id = r.shop_order_id
        where r.state <> 'executed' and o.merchant_id = ?) as refunds_due`,
    [merchantId, openOrders, merchantId, openHolds, merchantId],
  )
  return row ?? { open_orders: 0, held_money: 0, refunds_due: 0 }
}
