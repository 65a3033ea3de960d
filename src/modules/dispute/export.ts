import { exportPage, type ExportPage, type PageAsked } from "../../adapters/export-page"
import type { SqlManager } from "../../adapters/ledger"

export const exportCases = (manager: SqlManager, asked: PageAsked): Promise<ExportPage> =>
  exportPage(manager, "select id as cursor, to_jsonb(c) - array['deleted_at'] as row from dispute_case c where merchant_id = ? and id > ? order by id limit ?", asked)
