import type { SqlManager } from "../../adapters/ledger"
import type { SoldLine } from "../../domain/withdrawal"

/** What is in a parcel, with the exemption that stood when each line was ordered. */
export const linesIn = (manager: SqlManager, parcelId: string): Promise<SoldLine[]> =>
  manager.execute<SoldLine>(
    `select l.title, l.withdrawal_exemption as exemption from escrow_parcel_item i join shop_order_line l on l.line_item_id = i.line_item_id
     where i.parcel_id = ? order by l.line_item_id`,
    [parcelId],
  )
