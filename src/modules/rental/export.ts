import { exportPage, type ExportPage, type PageAsked } from "../../adapters/export-page"
import type { SqlManager } from "../../adapters/ledger"

const queries = {
  leases: `
    select l.id as cursor, to_jsonb(l) - array['deleted_at', 'tell_at'] || jsonb_build_object(
      'periods', (select coalesce(jsonb_agg(to_jsonb(p) - array['deleted_at'] order by p.starts_on, p.id), '[]') from lease_period p where p.lease_id = l.id)
    ) as row
    from shop_lease l where l.merchant_id = ? and l.id > ? order by l.id limit ?`,
  invoices: "select id as cursor, to_jsonb(i) - array['deleted_at', 'look_at'] as row from rent_invoice i where merchant_id = ? and id > ? order by id limit ?",
} as const

export const exportOfRental = (manager: SqlManager, section: keyof typeof queries, asked: PageAsked): Promise<ExportPage> => exportPage(manager, queries[section], asked)
