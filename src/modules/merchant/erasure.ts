import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"

/**
 * Erases who up to `most` merchants were whose time of keeping is over at `at`: every field, what was asked and checked
 * about them, and whoever was a member of nobody else. Their rows, their decisions and the books stay, and the history says
 * that and when it was done. The files of their documents are deleted afterwards (`filesToDelete`). Safe twice.
 * @returns the merchants' ids
 */
export async function eraseIdentities(manager: SqlManager, at: Instant, most: number, actor: Actor): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    `select id from pasaj_merchant where erase_at <= ?::timestamptz and erased_at is null order by erase_at, id limit ? for update skip locked`,
    [at, most],
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  await manager.execute(
    `update pasaj_merchant set erased_at = ?::timestamptz, name = 'erased', national_id = null, company_id = null, licence_number = null,
       licence_expires_on = null, phone = '', city = null, address = '', postal_code = null, review_note = null, updated_at = now()
     where id = any(array[?]::text[])`,
    [at, ids],
  )
  await manager.execute("update pasaj_shop set dispatch_address = '', contact = null, updated_at = now() where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update merchant_document set file_name = 'erased', deleting = file_key is not null where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update merchant_change set value = null, note = null where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update merchant_change_request set note = '' where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update verification_check set subject = '{}', reference = null, note = null where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update onboarding_note set text = 'erased' where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update member_invitation set email = 'erased-' || lower(id) where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute(
    `update pasaj_person p set name = 'erased', email = '', phone = null, updated_at = now()
     where p.id in (select person_id from merchant_member where merchant_id = any(array[?]::text[]))
       and not exists (
         select from merchant_member mm join pasaj_merchant m on m.id = mm.merchant_id
         where mm.person_id = p.id and mm.deleted_at is null and m.erased_at is null
       )`,
    [ids],
  )
  await manager.execute(
    `insert into merchant_history (machine, row_id, event, from_state, to_state, actor_type, actor_id, reason, at)
     select 'merchant identity', id, 'erase', 'kept', 'erased', ?, ?, 'the legal time is over', ?::timestamptz from unnest(array[?]::text[]) as erased(id)`,
    [actor.type, actor.id, at, ids],
  )
  return ids
}

export type KeptFile = { id: string; file_key: string }

/** Files of erased merchants that are still kept, for whoever deletes them; held until the transaction ends. */
export const filesToDelete = (manager: SqlManager, most: number): Promise<KeptFile[]> =>
  manager.execute<KeptFile>(
    "select id, file_key from merchant_document where deleting order by id limit ? for update skip locked", [most],
  )

export async function noteDeleted(manager: SqlManager, ids: string[]): Promise<void> {
  await manager.execute("update merchant_document set file_key = null, deleting = false where id = any(array[?]::text[])", [ids])
}

/** When the next merchant's time of keeping is over. */
export async function nextErasure(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(erase_at) as at from pasaj_merchant where erase_at is not null and erased_at is null")
  return instantOrNull(row?.at ?? null)
}
