import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

/** Until when a shop's lease lets it sell, and how often its leases had changed when that was so. */
export type LeaseTerms = { shop_id: string; closes_at: Instant | null; changes: number }

/** Notes the terms of shops, those without any left out: safe twice, and an older word never wins. */
export async function leaseShops(manager: SqlManager, terms: LeaseTerms[]): Promise<void> {
  const known = terms.filter((each) => each.closes_at !== null).sort((a, b) => (a.shop_id < b.shop_id ? -1 : 1))
  await manager.execute(
    `with held as (select id from pasaj_shop where id = any(array[?]::text[]) order by id for update)
     update pasaj_shop s set leased_until = case when s.lease_changes = t.changes then greatest(s.leased_until, t.until) else t.until end, lease_changes = t.changes, updated_at = now()
     from unnest(array[?]::text[], array[?]::timestamptz[], array[?]::int[]) as t(id, until, changes) join held on held.id = t.id
     where s.id = t.id and s.lease_changes <= t.changes`,
    [known.map((each) => each.shop_id), known.map((each) => each.shop_id), known.map((each) => each.closes_at), known.map((each) => each.changes)],
  )
}
