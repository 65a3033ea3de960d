import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { dayOf, type Day } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { documentItem, mustStillBeGood, type DocumentKind, type DocumentType, type VerificationRules } from "../../domain/verification"
import { openChange } from "./changes"
import { mayChange, noteGiven } from "./details"
import { fileOf, lockFile, type MerchantFile, type Moment } from "./standing"
import { rulesOfEdition } from "./verification-rules"

/** A document as its sender describes it; what its bytes are has been looked at. */
export type NewDocument = { merchant_id: string; kind: DocumentKind; file_name: string; content_type: DocumentType; expires_on: Day | null }
export type Stored = { file_key: string; bytes: number; sha256: string }
export type MerchantDocument = NewDocument & {
  id: string
  file_key: string | null
  bytes: number
  sha256: string
  pending: boolean
  uploaded_at: string
  uploaded_by: string
  replaced_at: string | null
}

const columns = "id, merchant_id, kind, file_key, file_name, content_type, bytes, sha256, expires_on, pending, uploaded_at, uploaded_by, replaced_at"
const documentOf = (row: MerchantDocument): MerchantDocument => ({
  ...row, uploaded_at: instantOf(row.uploaded_at), replaced_at: instantOrNull(row.replaced_at),
})

async function judge(manager: SqlManager, file: MerchantFile, { kind, expires_on }: NewDocument, moment: Moment) {
  const rules = await rulesOfEdition(manager, file.rules_version)
  const how = await mayChange(manager, file, [documentItem(kind)])
  mustStillBeGood(expires_on, dayOf(moment.at, moment.zone))
  const [row] = await manager.execute<{ count: number }>("select count(*)::int as count from merchant_document where merchant_id = ?", [file.id])
  if ((row?.count ?? 0) >= rules.document_count) refuse("documents_too_many", { most: rules.document_count })
  return { rules, how }
}

/**
 * Whether a document may be handed in now, asked before its bytes are stored anywhere.
 * @returns the rules it must keep. @throws merchant_not_found, wrong_state, item_not_asked_for, document_expired, documents_too_many
 */
export async function mayHandIn(manager: SqlManager, document: NewDocument, moment: Moment): Promise<VerificationRules> {
  return (await judge(manager, await fileOf(manager, document.merchant_id), document, moment)).rules
}

/**
 * Writes a stored document down in place of the one of its kind, which is kept as history. Of a verified merchant it
 * waits for an operator beside the old one.
 * @returns its id. @throws as `mayHandIn` does: it is asked again, under the merchant's lock
 */
export async function handIn(manager: SqlManager, document: NewDocument, stored: Stored, moment: Moment, actor: Actor): Promise<string> {
  const file = await lockFile(manager, document.merchant_id)
  const { how } = await judge(manager, file, document, moment)
  const pending = how === "when accepted"
  const { merchant_id, kind, file_name, content_type, expires_on } = document
  const id = generateEntityId(undefined, "mdoc")
  await manager.execute(
    "update merchant_document set replaced_at = ?::timestamptz where merchant_id = ? and kind = ? and pending = ? and replaced_at is null",
    [moment.at, merchant_id, kind, pending],
  )
  await manager.execute(
    `insert into merchant_document (id, merchant_id, kind, file_key, file_name, content_type, bytes, sha256, expires_on, pending, uploaded_at, uploaded_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?)`,
    [id, merchant_id, kind, stored.file_key, file_name, content_type, stored.bytes, stored.sha256, expires_on, pending, moment.at, actor.id],
  )
  if (pending) await openChange(manager, { merchant_id, item: documentItem(kind), value: null, document_id: id }, moment, actor)
  else await noteGiven(manager, merchant_id, [documentItem(kind)], moment)
  return id
}

export type DocumentQuery = { merchant_ids: string[]; after?: string; limit: number }

/** Documents in the order in which they were handed in, replaced ones too. */
export async function listDocuments(manager: SqlManager, { merchant_ids, after, limit }: DocumentQuery): Promise<MerchantDocument[]> {
  const rows = await manager.execute<MerchantDocument>(
    `select ${columns} from merchant_document where merchant_id = any(array[?]::text[]) and id > ? order by id limit ?`,
    [merchant_ids, after ?? "", limit],
  )
  return rows.map(documentOf)
}

/** One document of the allowed merchants (of all where `allowed` is absent). @throws document_not_found */
export async function findDocument(manager: SqlManager, id: string, allowed?: string[]): Promise<MerchantDocument> {
  const [row] = await manager.execute<MerchantDocument>(`select ${columns} from merchant_document where id = ?`, [id])
  if (!row || (allowed !== undefined && !allowed.includes(row.merchant_id))) refuse("document_not_found", { id })
  return documentOf(row)
}
