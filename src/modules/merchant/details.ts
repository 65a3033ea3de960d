import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { dayOf } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { applicationOf } from "../../domain/merchant"
import { fieldNames, mustStillBeGood, type FieldName, type Item } from "../../domain/verification"
import { openChange } from "./changes"
import { askedOf, fieldsOf, lockFile, writeFields, type MerchantFile, type Moment } from "./standing"

export type Details = Partial<Record<FieldName, string | null>>

/**
 * How a merchant may change `asked` now: at once while it applies; exactly what the reviewer asked for when changes are
 * needed; with an operator's word once it was verified, and until then the verified value stays.
 * @throws item_not_asked_for, wrong_state
 */
export async function mayChange(manager: SqlManager, file: MerchantFile, asked: Item[]): Promise<"at once" | "when accepted"> {
  if (file.state === "applied") return "at once"
  if (file.state === "verified" || file.state === "suspended") return "when accepted"
  if (file.state !== "needs_changes") refuse("wrong_state", { machine: "merchant", state: file.state, event: "change" })
  const open = (await askedOf(manager, file.id, { payout_account_at: null })).map(({ item }) => item)
  const other = asked.find((item) => !open.includes(item))
  if (open.length > 0 && other) refuse("item_not_asked_for", { item: other, asked: open.join(", ") })
  return "at once"
}

/** Notes that what a reviewer asked for has come. */
export async function noteGiven(manager: SqlManager, merchantId: string, given: Item[], { at }: Moment): Promise<void> {
  await manager.execute(
    "update merchant_change_request set given_at = ?::timestamptz where merchant_id = ? and closed_at is null and item = any(array[?]::text[])",
    [at, merchantId, given],
  )
}

/**
 * Changes what a merchant says of itself (K10). A verified merchant's change waits for an operator, and its shops go on.
 * @returns what has changed or is to be. @throws merchant_not_found, nothing_changed, item_not_asked_for, wrong_state,
 * merchant_identity_missing, national_id_invalid, company_id_invalid, document_expired
 */
export async function changeDetails(manager: SqlManager, id: string, details: Details, moment: Moment, actor: Actor): Promise<FieldName[]> {
  const file = await lockFile(manager, id)
  const before = fieldsOf(file)
  const changed = fieldNames.filter((name) => details[name] !== undefined && details[name] !== before[name])
  if (changed.length === 0) refuse("nothing_changed")
  const { kind, ...after } = applicationOf({ kind: file.kind, ...before, ...Object.fromEntries(changed.map((name) => [name, details[name] ?? null])) })
  if (changed.includes("licence_expires_on")) mustStillBeGood(after.licence_expires_on, dayOf(moment.at, moment.zone))
  if ((await mayChange(manager, file, changed)) === "at once") {
    await writeFields(manager, id, after)
    await noteGiven(manager, id, changed, moment)
  } else {
    for (const item of changed) await openChange(manager, { merchant_id: id, item, value: after[item], document_id: null }, moment, actor)
  }
  return changed
}
