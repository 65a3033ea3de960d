import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { addToInstant, type Instant } from "../../domain/calendar"
import { linkIsOver } from "../../domain/consent-window"
import { refuse } from "../../domain/errors"
import { parcelMachine, type WindowState } from "../../domain/escrow"
import { policyInForce } from "./policies"

export type LinkUse = { link_id: string; parcel_id: string }

/**
 * Notes a link's token by its hash; an older link to the same parcel counts no more.
 * @returns until when it may be used at the least. @throws row_not_found
 */
export async function keepLink(manager: SqlManager, parcelId: string, tokenHash: string, at: Instant): Promise<Instant> {
  const [parcel] = await manager.execute<{ id: string }>("select id from escrow_parcel where id = ? for update", [parcelId])
  if (!parcel) refuse("row_not_found", { machine: parcelMachine.name, id: parcelId })
  const expires_at = addToInstant(at, { days: (await policyInForce(manager)).link_days })
  await manager.execute("update consent_link set replaced_at = ?::timestamptz where parcel_id = ? and replaced_at is null", [at, parcelId])
  await manager.execute(
    "insert into consent_link (id, parcel_id, token_hash, expires_at) values (?, ?, ?, ?::timestamptz)",
    [generateEntityId(undefined, "clink"), parcelId, tokenHash, expires_at],
  )
  return expires_at
}

type Row = {
  id: string; parcel_id: string; expires_at: string; used_at: string | null; replaced_at: string | null
  window_state: WindowState | null; due_at: string | null
}

/** The parcel that a token speaks for. @throws consent_link_invalid, consent_link_used, consent_link_expired */
export async function readLink(manager: SqlManager, tokenHash: string, at: Instant): Promise<LinkUse> {
  const [row] = await manager.execute<Row>(
    `select l.id, l.parcel_id, l.expires_at, l.used_at, l.replaced_at, w.state as window_state, w.due_at
     from consent_link l left join consent_window w on w.parcel_id = l.parcel_id where l.token_hash = ?`,
    [tokenHash],
  )
  if (!row || row.replaced_at !== null) refuse("consent_link_invalid")
  if (row.used_at !== null) refuse("consent_link_used")
  const window = row.window_state && { state: row.window_state, due_at: row.due_at && instantOf(row.due_at) }
  if (linkIsOver(instantOf(row.expires_at), window, at)) refuse("consent_link_expired")
  return { link_id: row.id, parcel_id: row.parcel_id }
}

/**
 * Uses a link up, in the transaction of the answer it brings: an answer that is refused leaves it usable. The parcel is
 * locked first, so that of two uses at once the second is told.
 * @throws consent_link_invalid, consent_link_used, consent_link_expired
 */
export async function useLink(manager: SqlManager, tokenHash: string, at: Instant): Promise<LinkUse> {
  await manager.execute("select id from escrow_parcel where id = (select parcel_id from consent_link where token_hash = ?) for update", [tokenHash])
  const use = await readLink(manager, tokenHash, at)
  await manager.execute("update consent_link set used_at = ?::timestamptz where id = ?", [at, use.link_id])
  return use
}
