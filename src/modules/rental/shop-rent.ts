import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { invoiceNumber } from "../../domain/rent-policy"
import type { ShopRent } from "../../domain/shop-closing"

type Row = { closes_at: string | null; fiscal_year: number | null; sequence: number | null }

/**
 * What binds a shop to its rent. One statement: an invoice that is being paid meanwhile shows either as open or as the
 * lease that it has paid for.
 */
export async function rentOfShop(manager: SqlManager, shopId: string): Promise<ShopRent> {
  const [row] = await manager.execute<Row>(
    `select l.closes_at, i.fiscal_year, i.sequence from (select) as one
     left join lateral (
       select closes_at from shop_lease where shop_id = ? and state not in ('ended', 'awaiting_payment') order by closes_at desc limit 1
     ) l on true
     left join lateral (select fiscal_year, sequence from rent_invoice where shop_id = ? and state = 'open' limit 1) i on true`,
    [shopId, shopId],
  )
  const { closes_at = null, fiscal_year = null, sequence = null } = row ?? {}
  return { closes_at: instantOrNull(closes_at), open_invoice: fiscal_year === null || sequence === null ? null : invoiceNumber(fiscal_year, sequence) }
}
