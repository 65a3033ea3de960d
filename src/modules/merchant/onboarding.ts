import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { addToInstant, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { MerchantState } from "../../domain/merchant"

export type Guide = { id: string; name: string; contact: string; since: Instant }
/** What the merchant's own rows tell of its way. */
export type OwnFacts = {
  merchant_id: string; name: string; state: MerchantState; guide: Guide | null; first_shop: string | null
  register: Instant | null; apply: Instant; verify: Instant | null; shop: Instant | null; product: Instant | null
}
type Row = Omit<OwnFacts, "guide"> & { guide_id: string | null; guide_name: string | null; guide_contact: string | null; guided_since: string | null }

/** With an application begins what a guide accompanies (K13). */
export const beginOnboarding = (manager: SqlManager, merchantId: string, at: Instant): Promise<unknown> =>
  manager.execute("insert into merchant_onboarding (merchant_id, began_at, check_at) values (?, ?::timestamptz, ?::timestamptz) on conflict do nothing", [merchantId, at, at])

/** What the merchants' own rows tell, in the order of their ids. */
export async function ownFactsOf(manager: SqlManager, merchantIds: string[]): Promise<OwnFacts[]> {
  const rows = await manager.execute<Row>(
    `select m.id as merchant_id, m.name, m.state, o.guide_id, o.guide_name, o.guide_contact, o.guided_since, s.id as first_shop, s.created_at as shop, m.applied_at as apply,
       (select p.created_at from merchant_member b join pasaj_person p on p.id = b.person_id where b.merchant_id = m.id order by b.created_at, b.id limit 1) as register,
       (select min(h.at) from merchant_history h where h.row_id = m.id and h.machine = 'merchant' and h.event = 'verify') as verify,
       (select p.created_at from shop_product p where p.merchant_id = m.id and p.shown order by p.product_id limit 1) as product
     from pasaj_merchant m left join merchant_onboarding o on o.merchant_id = m.id
       left join lateral (select id, created_at from pasaj_shop where merchant_id = m.id order by id limit 1) s on true
     where m.id = any(array[?]::text[]) order by m.id`,
    [merchantIds],
  )
  return rows.map(({ guide_id, guide_name, guide_contact, guided_since, ...row }) => ({
    ...row,
    guide: guide_id === null ? null : { id: guide_id, name: guide_name ?? "", contact: guide_contact ?? "", since: instantOf(guided_since ?? "") },
    register: instantOrNull(row.register), apply: instantOf(row.apply), verify: instantOrNull(row.verify),
    shop: instantOrNull(row.shop), product: instantOrNull(row.product),
  }))
}

/** Merchants still accompanied, by id after `after`: a guide's, those without a guide for null, or all. */
export async function accompanied(manager: SqlManager, guide: string | null | undefined, after: string, most: number): Promise<string[]> {
  const whose = guide === undefined ? "" : guide === null ? "and guide_id is null" : "and guide_id = ?"
  const rows = await manager.execute<{ merchant_id: string }>(
    `select merchant_id from merchant_onboarding where ended_at is null ${whose} and merchant_id > ? order by merchant_id limit ?`,
    [...(typeof guide === "string" ? [guide] : []), after, most],
  )
  return rows.map((row) => row.merchant_id)
}

/** Gives a merchant its guide, in the place of whoever it was. @throws merchant_not_found */
export async function setGuide(manager: SqlManager, merchantId: string, guide: Omit<Guide, "since">, at: Instant): Promise<void> {
  const rows = await manager.execute(
    `update merchant_onboarding set guide_id = ?, guide_name = ?, guide_contact = ?, guided_since = ?::timestamptz where merchant_id = ? returning merchant_id`,
    [guide.id, guide.name, guide.contact, at, merchantId],
  )
  if (rows.length === 0) refuse("merchant_not_found", { id: merchantId })
}

export type Note = { id: string; merchant_id: string; kind: "note" | "training" | "guide"; author_id: string; author_name: string; text: string; minutes: number | null; held_at: Instant; at: Instant }

const NOTE = "id, merchant_id, kind, author_id, author_name, text, minutes, held_at, at"
const noteOf = (row: Note): Note => ({ ...row, id: String(row.id), held_at: instantOf(row.held_at), at: instantOf(row.at) })

/** Writes down what a guide did. @throws merchant_not_found */
export async function addNote(manager: SqlManager, note: Omit<Note, "id">): Promise<Note> {
  const [row] = await manager.execute<Note>(
    `insert into onboarding_note (merchant_id, kind, author_id, author_name, text, minutes, held_at, at)
     select id, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz from pasaj_merchant where id = ? returning ${NOTE}`,
    [note.kind, note.author_id, note.author_name, note.text, note.minutes, note.held_at, note.at, note.merchant_id],
  )
  return row ? noteOf(row) : refuse("merchant_not_found", { id: note.merchant_id })
}

/** What was done for a merchant, the newest first; `after` is the last note already seen. */
export async function notesOf(manager: SqlManager, merchantId: string, kinds: Note["kind"][], limit: number, after?: string): Promise<Note[]> {
  const rows = await manager.execute<Note>(
    `select ${NOTE} from onboarding_note
     where merchant_id = ? and kind = any(array[?]::text[]) and id < ?::bigint order by id desc limit ?`,
    [merchantId, kinds, after ?? "9223372036854775807", limit],
  )
  return rows.map(noteOf)
}

const CHECK_DAYS = 1

/** Takes up to `most` merchants whose onboarding is to be looked at; two takers at once get different ones. */
export async function takeOnboardings(manager: SqlManager, at: Instant, most: number): Promise<string[]> {
  const rows = await manager.execute<{ merchant_id: string }>(
    `update merchant_onboarding set check_at = ?::timestamptz where merchant_id in (
       select merchant_id from merchant_onboarding where ended_at is null and check_at <= ?::timestamptz order by check_at, merchant_id limit ? for update skip locked
     ) returning merchant_id`,
    [addToInstant(at, { days: CHECK_DAYS }), at, most],
  )
  return rows.map((row) => row.merchant_id)
}

/** Takes merchants out of the guides' lists. */
export const archiveOnboardings = (manager: SqlManager, merchantIds: string[], at: Instant): Promise<unknown> =>
  manager.execute("update merchant_onboarding set ended_at = ?::timestamptz where merchant_id = any(array[?]::text[]) and ended_at is null", [at, merchantIds])
