import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { dayOf, type Day, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { MerchantState } from "../../domain/merchant"
import { fieldNames, missingOf, type DocumentKind, type FieldName, type Given, type Item, type VerificationRules } from "../../domain/verification"
import { rulesOfEdition } from "./verification-rules"

/** When something happens, and in which zone its day is counted. */
export type Moment = { at: Instant; zone: string }
/** Since when the merchant's payout account is registered: it stands in another module, and whoever calls has read it. */
export type Outside = { payout_account_at: Instant | null }

export type MerchantFile = Record<FieldName, string | null> & {
  id: string
  state: MerchantState
  kind: "natural" | "legal"
  licensed: boolean
  rules_version: number
  reviewer_id: string | null
  review_note: string | null
  verified_at: string | null
  leaving_since: string | null
  leaving_due_at: string | null
  erased_at: string | null
}

const columns = `id, state, kind, licensed, ${fieldNames.join(", ")}, rules_version, reviewer_id, review_note, verified_at, leaving_since, leaving_due_at, erased_at`

/** One merchant's file. @throws merchant_not_found */
export async function fileOf(manager: SqlManager, id: string): Promise<MerchantFile> {
  const [file] = await manager.execute<MerchantFile>(`select ${columns} from pasaj_merchant where id = ?`, [id])
  return file ?? refuse("merchant_not_found", { id })
}

/** The same, held until the transaction ends: everything about one merchant's verification waits for its row. @throws merchant_not_found */
export async function lockFile(manager: SqlManager, id: string): Promise<MerchantFile> {
  const [file] = await manager.execute<MerchantFile>(`select ${columns} from pasaj_merchant where id = ? for update`, [id])
  return file ?? refuse("merchant_not_found", { id })
}

export const fieldsOf = (file: MerchantFile): Record<FieldName, string | null> => ({
  name: file.name, national_id: file.national_id, company_id: file.company_id, licence_number: file.licence_number,
  licence_expires_on: file.licence_expires_on, phone: file.phone, city: file.city, address: file.address, postal_code: file.postal_code,
})

/** Writes all fields of a merchant; whether it is licensed follows from its licence. */
export async function writeFields(manager: SqlManager, id: string, fields: Record<FieldName, string | null>): Promise<void> {
  await manager.execute(
    `update pasaj_merchant set ${fieldNames.map((name) => `${name} = ?`).join(", ")}, licensed = ?, updated_at = now() where id = ?`,
    [...fieldNames.map((name) => fields[name]), fields.licence_number !== null, id],
  )
}

/** What a merchant has given that counts: documents not yet accepted in another's place do not. */
export async function givenBy(manager: SqlManager, file: MerchantFile, { payout_account_at }: Outside): Promise<Given> {
  const documents = await manager.execute<{ kind: DocumentKind; expires_on: Day | null }>(
    "select kind, expires_on from merchant_document where merchant_id = ? and replaced_at is null and not pending order by kind",
    [file.id],
  )
  return { kind: file.kind, licensed: file.licensed, fields: fieldsOf(file), payout_account: payout_account_at !== null, documents }
}

export type AskedChange = { item: Item; note: string; given: boolean }

/** What the reviewer asked for in this round, and whether it has been given since. */
export async function askedOf(manager: SqlManager, merchantId: string, { payout_account_at }: Outside): Promise<AskedChange[]> {
  const rows = await manager.execute<{ item: Item; note: string; asked_at: string; given_at: string | null }>(
    "select item, note, asked_at, given_at from merchant_change_request where merchant_id = ? and closed_at is null order by id",
    [merchantId],
  )
  return rows.map(({ item, note, asked_at, given_at }) => ({
    item, note, given: item === "payout_account" ? payout_account_at !== null && payout_account_at >= instantOf(asked_at) : given_at !== null,
  }))
}

export type Standing = { file: MerchantFile; rules: VerificationRules; given: Given; missing: Item[]; asked: AskedChange[] }

/** Where a merchant's verification stands. @throws merchant_not_found */
export async function standingOf(manager: SqlManager, id: string, outside: Outside, { at, zone }: Moment): Promise<Standing> {
  const file = await fileOf(manager, id)
  const rules = await rulesOfEdition(manager, file.rules_version)
  const given = await givenBy(manager, file, outside)
  return { file, rules, given, missing: missingOf(rules, given, dayOf(at, zone)), asked: await askedOf(manager, id, outside) }
}
