import { exportPage, type ExportPage, type PageAsked } from "../../adapters/export-page"
import type { SqlManager } from "../../adapters/ledger"

/** What this module keeps of a merchant, as it keeps it; where files lie and who of staff did what stays with the marketplace. */
const queries = {
  merchant: `select id as cursor, to_jsonb(m) - array['reviewer_id', 'shop_stops', 'deleted_at'] as row from pasaj_merchant m where id = ? and id > ? order by id limit ?`,
  members: `select mm.id as cursor, jsonb_build_object('id', mm.id, 'role', mm.role, 'name', p.name, 'email', p.email, 'phone', p.phone, 'since', mm.created_at, 'until', mm.deleted_at) as row
    from merchant_member mm join pasaj_person p on p.id = mm.person_id where mm.merchant_id = ? and mm.id > ? order by mm.id limit ?`,
  documents: `select id as cursor, to_jsonb(d) - array['file_key', 'deleting', 'created_at'] as row from merchant_document d where merchant_id = ? and id > ? order by id limit ?`,
  changes: `select id as cursor, to_jsonb(c) - array['decided_by'] as row from merchant_change c where merchant_id = ? and id > ? order by id limit ?`,
  checks: `select id as cursor, to_jsonb(c) - array['asked_by'] as row from verification_check c where merchant_id = ? and id > ? order by id limit ?`,
  shops: `select id as cursor, to_jsonb(s) - array['shelves_open', 'deleted_at'] as row from pasaj_shop s where merchant_id = ? and id > ? order by id limit ?`,
  products: `select product_id as cursor, to_jsonb(p) - array['deleted_at', 'source_digest'] as row from shop_product p where merchant_id = ? and product_id > ? order by product_id limit ?`,
} as const

export const exportOfMerchant = (manager: SqlManager, section: keyof typeof queries, asked: PageAsked): Promise<ExportPage> => exportPage(manager, queries[section], asked)
