import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"

/**
 * Erases who up to `most` merchants were whose time of keeping is over at `at`: every field, what was asked and checked
 * about them, what their shops said of themselves, what was said about them in histories, and whoever was a member of nobody
 * else. Their rows, their decisions, their shops' addresses and the books stay, and the history says that and when it was done.
 * The files of their documents (`filesToDelete`) and the logins of their members (`loginsToDelete`) are deleted afterwards; those of
 * their pictures count as left behind from now on. Safe twice.
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
  await eraseShops(manager, ids)
  await manager.execute("update merchant_document set file_name = 'erased', deleting = file_key is not null where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update merchant_change set value = null, note = null where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update merchant_change_request set note = '' where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update verification_check set subject = '{}', reference = null, note = null where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update onboarding_note set text = 'erased' where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update member_invitation set email = 'erased-' || lower(id) where merchant_id = any(array[?]::text[])", [ids])
  await manager.execute("update member_change set reason = null where merchant_id = any(array[?]::text[]) and reason is not null", [ids])
  await manager.execute("update merchant_history set reason = null where row_id = any(array[?]::text[]) and reason is not null", [ids])
  await erasePeople(manager, ids)
  await manager.execute(
    `insert into merchant_history (machine, row_id, event, from_state, to_state, actor_type, actor_id, reason, at)
     select 'merchant identity', id, 'erase', 'kept', 'erased', ?, ?, 'the legal time is over', ?::timestamptz from unnest(array[?]::text[]) as erased(id)`,
    [actor.type, actor.id, at, ids],
  )
  return ids
}

/** What shops said of themselves, and what was said about them. Their addresses (handles) stay theirs: old links lead nowhere else. */
async function eraseShops(manager: SqlManager, merchantIds: string[]): Promise<void> {
  const shops = await manager.execute<{ id: string }>(
    `update pasaj_shop set name = 'erased', story = null, city = null, dispatch_address = '', colours = null, contact = null, policies = null, opening_hours = '[]',
       vacation_note = null, close_reason = null, logo_id = null, banner_id = null, gallery_ids = '{}', updated_at = now()
     where merchant_id = any(array[?]::text[]) returning id`,
    [merchantIds],
  )
  const ids = shops.map(({ id }) => id)
  await manager.execute(
    `with gone as (delete from shop_picture where shop_id = any(array[?]::text[]) returning file_id)
     insert into file_upload (file_key, begun_at) select file_id, '-infinity' from gone on conflict (file_key) do nothing`,
    [ids],
  )
  await manager.execute("update shop_import set problems = '[]', updated_at = now() where shop_id = any(array[?]::text[])", [ids])
  await manager.execute("update merchant_history set reason = null where row_id = any(array[?]::text[]) and reason is not null", [ids])
  await manager.execute(
    `with assigned as (
       update shop_delegation set reason = 'erased', end_reason = null where shop_id = any(array[?]::text[]) returning id
     ) update delegation_act a set said = null from assigned where a.delegation_id = assigned.id and a.said is not null`,
    [ids],
  )
}

/** Whoever was a member of these merchants, and is none of a merchant that is still known. */
async function erasePeople(manager: SqlManager, merchantIds: string[]): Promise<void> {
  await manager.execute(
    `with gone as (
       update pasaj_person p set name = 'erased', email = '', phone = null, login_left = true, updated_at = now()
       where p.id in (select person_id from merchant_member where merchant_id = any(array[?]::text[]))
         and not exists (
           select from merchant_member mm join pasaj_merchant m on m.id = mm.merchant_id
           where mm.person_id = p.id and mm.deleted_at is null and m.erased_at is null
         ) returning p.id
     ) update member_invitation i set email = 'erased-' || lower(i.id) from gone where i.accepted_by = gone.id`,
    [merchantIds],
  )
}

/** Erased people whose logins are still there, for whoever deletes them; held until the transaction ends. */
export async function loginsToDelete(manager: SqlManager, most: number): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>("select id from pasaj_person where login_left order by id limit ? for update skip locked", [most])
  return rows.map(({ id }) => id)
}

export async function noteLoginsDeleted(manager: SqlManager, personIds: string[]): Promise<void> {
  await manager.execute("update pasaj_person set login_left = false where id = any(array[?]::text[])", [personIds])
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
