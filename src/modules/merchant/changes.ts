import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { refuse } from "../../domain/errors"
import { applicationOf } from "../../domain/merchant"
import { fieldNames, type FieldName, type Item } from "../../domain/verification"
import { scheduleReminders } from "./expiry"
import { fieldsOf, givenBy, lockFile, writeFields, type Moment } from "./standing"
import { rulesOfEdition } from "./verification-rules"

type NewChange = { merchant_id: string; item: Item; value: string | null; document_id: string | null }
export type Change = NewChange & {
  id: string
  asked_at: string
  asked_by: string
  decided_at: string | null
  decided_by: string | null
  accepted: boolean | null
  note: string | null
}
type Row = Change

const columns = "id, merchant_id, item, value, document_id, asked_at, asked_by, decided_at, decided_by, accepted, note"
const changeOf = (row: Row): Change => ({ ...row, asked_at: instantOf(row.asked_at), decided_at: instantOrNull(row.decided_at) })

/** Asks for one change of a verified merchant, in place of an older one of the same. The merchant's row must be locked. */
export async function openChange(manager: SqlManager, { merchant_id, item, value, document_id }: NewChange, { at }: Moment, actor: Actor): Promise<void> {
  await manager.execute(
    `update merchant_change set decided_at = ?::timestamptz, decided_by = ?, accepted = false, note = 'replaced by a newer one'
     where merchant_id = ? and item = ? and decided_at is null`,
    [at, actor.id, merchant_id, item],
  )
  await manager.execute(
    "insert into merchant_change (id, merchant_id, item, value, document_id, asked_at, asked_by) values (?, ?, ?, ?, ?, ?::timestamptz, ?)",
    [generateEntityId(undefined, "mchg"), merchant_id, item, value, document_id, at, actor.id],
  )
}

/** One change. @throws change_not_found */
export async function findChange(manager: SqlManager, id: string): Promise<Change> {
  const [row] = await manager.execute<Row>(`select ${columns} from merchant_change where id = ?`, [id])
  return row ? changeOf(row) : refuse("change_not_found", { id })
}

export type ChangeQuery = { merchant_id?: string; open: boolean; after?: string; limit: number }

/** Changes in the order in which they were asked for. */
export async function listChanges(manager: SqlManager, { merchant_id, open, after, limit }: ChangeQuery): Promise<Change[]> {
  const rows = await manager.execute<Row>(
    `select ${columns} from merchant_change where id > ?${merchant_id === undefined ? "" : " and merchant_id = ?"}${open ? " and decided_at is null" : ""} order by id limit ?`,
    [after ?? "", ...(merchant_id === undefined ? [] : [merchant_id]), limit],
  )
  return rows.map(changeOf)
}

/** Locks the merchant, then the change, which nobody has decided. @throws change_not_found, change_decided */
async function lockOpen(manager: SqlManager, id: string) {
  const { merchant_id } = await findChange(manager, id)
  const file = await lockFile(manager, merchant_id)
  const change = await findChange(manager, id)
  if (change.decided_at !== null) refuse("change_decided", { id })
  return { change, file }
}

const decide = (manager: SqlManager, id: string, accepted: boolean, note: string | null, { at }: Moment, actor: Actor) =>
  manager.execute("update merchant_change set decided_at = ?::timestamptz, decided_by = ?, accepted = ?, note = ? where id = ?", [at, actor.id, accepted, note, id])

/**
 * An operator has seen that it is so: the change takes the place of what was verified before, and expiries are watched anew.
 * @throws change_not_found, change_decided, wrong_state, merchant_identity_missing, national_id_invalid, company_id_invalid
 */
export async function acceptChange(manager: SqlManager, id: string, moment: Moment, actor: Actor): Promise<void> {
  const { change, file } = await lockOpen(manager, id)
  if (file.state !== "verified" && file.state !== "suspended") refuse("wrong_state", { machine: "merchant", state: file.state, event: "change" })
  if (change.document_id === null) {
    const { kind, ...fields } = applicationOf({ kind: file.kind, ...fieldsOf(file), ...valueOf(change) })
    await writeFields(manager, file.id, fields)
  } else {
    await manager.execute(
      `update merchant_document set replaced_at = ?::timestamptz
       where merchant_id = ? and kind = (select kind from merchant_document where id = ?) and replaced_at is null and not pending`,
      [moment.at, file.id, change.document_id],
    )
    await manager.execute("update merchant_document set pending = false where id = ?", [change.document_id])
  }
  await decide(manager, id, true, null, moment, actor)
  const now = await lockFile(manager, file.id)
  const given = await givenBy(manager, now, { payout_account_at: null })
  await scheduleReminders(manager, file.id, given, await rulesOfEdition(manager, file.rules_version), moment)
}

const isField = (item: Item): item is FieldName => fieldNames.some((name) => name === item)
const valueOf = ({ item, value }: Change): Partial<Record<FieldName, string | null>> => (isField(item) ? { [item]: value } : {})

/** It is not so, or cannot be seen: what was verified before stays. @throws change_not_found, change_decided */
export async function refuseChange(manager: SqlManager, id: string, note: string, moment: Moment, actor: Actor): Promise<void> {
  const { change } = await lockOpen(manager, id)
  await decide(manager, id, false, note, moment, actor)
  await manager.execute("update merchant_document set replaced_at = ?::timestamptz where id = ?", [moment.at, change.document_id ?? ""])
}
