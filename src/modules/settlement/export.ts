import { exportPage, type ExportPage, type PageAsked } from "../../adapters/export-page"
import type { SqlManager } from "../../adapters/ledger"

const queries = {
  payout_accounts: "select id as cursor, to_jsonb(a) - array['deleted_at'] as row from payout_account a where merchant_id = ? and id > ? order by id limit ?",
  settlements: `
    select s.id as cursor, to_jsonb(s) - array['deleted_at', 'approved_by'] || jsonb_build_object(
      'transfers', (select coalesce(jsonb_agg(to_jsonb(t) - array['deleted_at'] order by t.sequence), '[]') from settlement_transfer t where t.settlement_id = s.id)
    ) as row
    from merchant_settlement s where s.merchant_id = ? and s.id > ? order by s.id limit ?`,
} as const

export const exportOfSettlement = (manager: SqlManager, section: keyof typeof queries, asked: PageAsked): Promise<ExportPage> => exportPage(manager, queries[section], asked)
