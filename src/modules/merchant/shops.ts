import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { Vacation } from "../../domain/vacation"
import { holdOpenShop } from "./closing"
import { requireRoomForShop } from "./limits"

export type NewShop = { merchant_id: string; handle: string; name: string; guild: string; story: string | null; dispatch_address: string }

/**
 * Whoever wants a handle waits for whoever is taking it, so that a handle that is being left and one that is being taken
 * never pass each other. @throws shop_handle_taken where it is, or once was, another shop's
 */
async function claimHandle(manager: SqlManager, handle: string, shopId: string | null): Promise<void> {
  await manager.execute("select pg_advisory_xact_lock(hashtext(?))", [`pasaj-shop-handle:${handle}`])
  const [owner] = await manager.execute<{ shop_id: string }>(
    "select id as shop_id from pasaj_shop where handle = ? union all select shop_id from shop_former_handle where handle = ? limit 1",
    [handle, handle],
  )
  if (owner && owner.shop_id !== shopId) refuse("shop_handle_taken", { handle })
}

/** Opens a shop, a draft until its rent is paid (K12). @returns its id. @throws shop_limit_reached, and shop_handle_taken also when two take it at once */
export async function openShop(manager: SqlManager, shop: NewShop, at: Instant): Promise<string> {
  await requireRoomForShop(manager, shop.merchant_id, at)
  await claimHandle(manager, shop.handle, null)
  const id = generateEntityId(undefined, "shop")
  await manager.execute(
    "insert into pasaj_shop (id, merchant_id, handle, name, guild, story, dispatch_address) values (?, ?, ?, ?, ?, ?, ?)",
    [id, shop.merchant_id, shop.handle, shop.name, shop.guild, shop.story, shop.dispatch_address],
  )
  return id
}

/** What a shop says of itself. Absent is as it was; null takes it away. */
export type ShopEdit = {
  handle?: string
  name?: string
  guild?: string
  city?: string | null
  story?: string | null
  dispatch_address?: string
  colours?: object | null
  contact?: object | null
  policies?: object | null
  opening_hours?: object[]
  logo_id?: string | null
  banner_id?: string | null
  gallery_ids?: string[]
}

const texts = ["handle", "name", "guild", "city", "story", "dispatch_address", "logo_id", "banner_id"] as const
const documents = ["colours", "contact", "policies", "opening_hours"] as const

async function requirePictures(manager: SqlManager, shopId: string, { logo_id, banner_id, gallery_ids = [] }: ShopEdit): Promise<void> {
  const wanted = [logo_id, banner_id, ...gallery_ids].filter((id) => typeof id === "string")
  if (wanted.length === 0) return
  const rows = await manager.execute<{ id: string }>("select id from shop_picture where shop_id = ? and id = any(array[?]::text[])", [shopId, wanted])
  const missing = wanted.find((id) => !rows.some((row) => row.id === id))
  if (missing !== undefined) refuse("picture_not_found", { id: missing })
}

/**
 * Changes what a shop says of itself. An address it leaves goes on leading to it, and is nobody else's.
 * @throws shop_not_found, shop_closed, picture_not_found, and shop_handle_taken also when two take it at once
 */
export async function editShop(manager: SqlManager, shopId: string, edit: ShopEdit, at: Instant): Promise<void> {
  if (edit.handle !== undefined) await claimHandle(manager, edit.handle, shopId)
  const { handle } = await holdOpenShop(manager, shopId)
  await requirePictures(manager, shopId, edit)
  if (edit.handle !== undefined && edit.handle !== handle) {
    await manager.execute("insert into shop_former_handle (handle, shop_id, left_at) values (?, ?, ?::timestamptz) on conflict (handle) do nothing", [handle, shopId, at])
  }
  const said = [
    ...texts.flatMap((name) => (edit[name] === undefined ? [] : [{ set: `${name} = ?`, value: edit[name] }])),
    ...documents.flatMap((name) => (edit[name] === undefined ? [] : [{ set: `${name} = ?::jsonb`, value: edit[name] === null ? null : JSON.stringify(edit[name]) }])),
    ...(edit.gallery_ids === undefined ? [] : [{ set: "gallery_ids = array[?]::text[]", value: edit.gallery_ids }]),
  ]
  const sets = ["updated_at = now()", ...said.map(({ set }) => set)]
  await manager.execute(`update pasaj_shop set ${sets.join(", ")} where id = ?`, [...said.map(({ value }) => value), shopId])
}

/** Notes when the shop is away, and what it tells buyers meanwhile; null ends the vacation. @throws shop_not_found, shop_closed */
export async function setVacation(manager: SqlManager, shopId: string, vacation: Vacation | null, note: string | null): Promise<void> {
  await holdOpenShop(manager, shopId)
  await manager.execute(
    "update pasaj_shop set vacation_from = ?::timestamptz, vacation_until = ?::timestamptz, vacation_note = ?, updated_at = now() where id = ?",
    [vacation?.vacation_from ?? null, vacation?.vacation_until ?? null, note, shopId],
  )
}
