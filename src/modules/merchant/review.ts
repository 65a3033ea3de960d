import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import { dayOf } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { merchantMachine, type MerchantEvent } from "../../domain/merchant"
import { missingOf, type Item } from "../../domain/verification"
import { scheduleReminders } from "./expiry"
import { askedOf, givenBy, lockFile, type MerchantFile, type Moment, type Outside } from "./standing"
import { rulesOfEdition } from "./verification-rules"

/** One move of a merchant's life within the caller's transaction; `note` is what the applicant reads. @throws row_not_found, wrong_state */
export async function moveMerchant(manager: SqlManager, id: string, event: MerchantEvent, moment: Moment, actor: Actor, note?: string): Promise<void> {
  await moveWithin(manager, { table: "pasaj_merchant", history: "merchant_history", machine: merchantMachine, ids: [id], event, at: moment.at, actor, reason: note })
  await manager.execute("update pasaj_merchant set review_note = ? where id = ?", [note ?? null, id])
}

/** Takes an application into review: of two who claim it at once, one does. @throws merchant_not_found, wrong_state */
export async function claim(manager: SqlManager, id: string, moment: Moment, actor: Actor): Promise<void> {
  await lockFile(manager, id)
  await moveMerchant(manager, id, "claim", moment, actor)
  await manager.execute("update pasaj_merchant set reviewer_id = ? where id = ?", [actor.id, id])
}

/** Puts it back into the queue, in its old place; any operator may, for reviewers fall ill. @throws merchant_not_found, wrong_state */
export async function release(manager: SqlManager, id: string, moment: Moment, actor: Actor): Promise<void> {
  await lockFile(manager, id)
  await moveMerchant(manager, id, "release", moment, actor)
  await manager.execute("update pasaj_merchant set reviewer_id = null where id = ?", [id])
}

/** The file, of which this reviewer decides; whoever comes to a state that has no decision is told so by the machine. */
async function lockClaimed(manager: SqlManager, id: string, actor: Actor): Promise<MerchantFile> {
  const file = await lockFile(manager, id)
  if (file.state === "in_review" && file.reviewer_id !== null && file.reviewer_id !== actor.id) refuse("claimed_by_another")
  return file
}

/**
 * Verifies a merchant that has given all that its edition of the rules asks for (K10); from then on what expires is watched.
 * @throws merchant_not_found, claimed_by_another, requirements_missing, wrong_state
 */
export async function verify(manager: SqlManager, id: string, outside: Outside, moment: Moment, actor: Actor): Promise<void> {
  const file = await lockClaimed(manager, id, actor)
  const rules = await rulesOfEdition(manager, file.rules_version)
  const given = await givenBy(manager, file, outside)
  const missing = missingOf(rules, given, dayOf(moment.at, moment.zone))
  if (file.state === "in_review" && missing.length > 0) refuse("requirements_missing", { missing: missing.join(", ") })
  await moveMerchant(manager, id, "verify", moment, actor)
  await manager.execute("update pasaj_merchant set verified_at = ?::timestamptz where id = ?", [moment.at, id])
  await scheduleReminders(manager, id, given, rules, moment)
}

export type Asked = { item: Item; note: string }

/**
 * Asks the applicant for changes, field by field and document by document; without any named, the note says what.
 * @throws merchant_not_found, claimed_by_another, wrong_state
 */
export async function askChanges(manager: SqlManager, id: string, reason: string, asked: Asked[], moment: Moment, actor: Actor): Promise<void> {
  await lockClaimed(manager, id, actor)
  await moveMerchant(manager, id, "ask_changes", moment, actor, reason)
  await manager.execute(
    `insert into merchant_change_request (merchant_id, item, note, asked_at, asked_by)
     select ?, a.item, a.note, ?::timestamptz, ? from unnest(array[?]::text[], array[?]::text[]) as a(item, note)`,
    [id, moment.at, actor.id, asked.map(({ item }) => item), asked.map(({ note }) => note)],
  )
}

/** @throws merchant_not_found, claimed_by_another, wrong_state */
export async function reject(manager: SqlManager, id: string, reason: string, moment: Moment, actor: Actor): Promise<void> {
  await lockClaimed(manager, id, actor)
  await moveMerchant(manager, id, "reject", moment, actor, reason)
}

/** The applicant hands in again, once exactly what was asked for is there. @throws merchant_not_found, changes_outstanding, wrong_state */
export async function resubmit(manager: SqlManager, id: string, outside: Outside, moment: Moment, actor: Actor): Promise<void> {
  const file = await lockFile(manager, id)
  const asked = file.state === "needs_changes" ? (await askedOf(manager, id, outside)).filter(({ given }) => !given) : []
  if (asked.length > 0) refuse("changes_outstanding", { asked: asked.map(({ item }) => item).join(", ") })
  await moveMerchant(manager, id, "resubmit", moment, actor)
  await manager.execute(
    "update merchant_change_request set closed_at = ?::timestamptz where merchant_id = ? and closed_at is null", [moment.at, id],
  )
}
