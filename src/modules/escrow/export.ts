import { exportPage, type ExportPage, type PageAsked } from "../../adapters/export-page"
import type { SqlManager } from "../../adapters/ledger"

/** A merchant's orders with their lines and parcels; whose they are, of the buyer's side, is not the merchant's to take along. */
const orders = `
  select o.id as cursor, to_jsonb(o) - array['deleted_at'] || jsonb_build_object(
    'lines', (select coalesce(jsonb_agg(to_jsonb(l) - array['deleted_at'] order by l.line_item_id), '[]') from shop_order_line l where l.shop_order_id = o.id),
    'parcels', (select coalesce(jsonb_agg(to_jsonb(p) - array['deleted_at', 'fulfillment_delivered'] order by p.id), '[]') from escrow_parcel p where p.shop_order_id = o.id)
  ) as row
  from shop_order o where o.merchant_id = ? and o.id > ? order by o.id limit ?`

export const exportOrders = (manager: SqlManager, asked: PageAsked): Promise<ExportPage> => exportPage(manager, orders, asked)
