import type { SqlManager } from "../../adapters/ledger"
import type { ShopRow } from "../../adapters/shop-facts"
import type { Instant } from "../../domain/calendar"
import type { OpenHours } from "../../domain/opening-hours"

export const shopSorts = ["newest", "name", "score"] as const
export type ShopsQuery = {
  q?: string
  guild?: string
  city?: string
  status?: "open" | "on_vacation"
  tier?: number
  sort: (typeof shopSorts)[number]
  limit: number
  after?: string
}

/** What buyers may see of a shop in a list; nothing else of its row leaves here. */
export type ListedShop = ShopRow & {
  id: string; handle: string; name: string; guild: string; city: string | null; tier: number | null; score: number; logo_url: string | null; vacation_note: string | null
}

/** Every word of the text, or its beginning, must be in what the shop says of itself; null when there is no word in it. */
function wordsQuery(text: string): string | null {
  const words = text.normalize("NFC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return words.length === 0 ? null : words.slice(0, 10).map((word) => `'${word}':*`).join(" & ")
}

const LISTED = `
  select s.id, s.handle, s.name, s.guild, s.city, s.tier, s.score, s.vacation_note, s.leased_until, s.stops, s.vacation_from, s.vacation_until, s.closed_at,
    (select url from shop_picture where id = s.logo_id) as logo_url`
const SAYS = "s.search @@ to_tsquery('simple', ?)"

/**
 * A word that many shops say fills a page from the nearest of the order's own index; asking the words' index would first gather all of
 * them. One that few say is found by that index, and one in between on the way through the order's.
 */
const NEAR = 500
const FEW = 500

/** The shops that say the words, when they are few. The planner cannot tell the one from the other by the beginning of a word. */
async function fewWith(manager: SqlManager, words: string): Promise<string[] | null> {
  const rows = await manager.execute<{ id: string }>("select id from pasaj_shop where search @@ to_tsquery('simple', ?) limit ?", [words, FEW + 1])
  return rows.length > FEW ? null : rows.map(({ id }) => id)
}

/** By its own index each: newest first (ids grow with time), by name, or best first. */
const orders = {
  newest: { by: "s.id desc", after: "s.id < ?", values: (after: string) => [after] },
  name: { by: "s.name, s.id", after: "(s.name, s.id) > ((select name from pasaj_shop where id = ?), ?)", values: (after: string) => [after, after] },
  score: { by: "s.score desc, s.id desc", after: "(s.score, s.id) < ((select score from pasaj_shop where id = ?), ?)", values: (after: string) => [after, after] },
}
const seen = "s.leased_until is not null and cardinality(s.stops) = 0 and s.closed_at is null and s.leased_until > ?::timestamptz"
const away = "(s.vacation_from is not null and s.vacation_from <= ?::timestamptz and (s.vacation_until is null or s.vacation_until > ?::timestamptz))"

/** Shops that buyers see at `at`: those that are open or on vacation. A page by its order's own key, never by an offset. */
export async function listedShops(manager: SqlManager, query: ShopsQuery, at: Instant): Promise<ListedShop[]> {
  const conditions = [seen]
  const values: unknown[] = [at]
  const add = (condition: string, ...more: unknown[]) => (conditions.push(condition), values.push(...more))
  if (query.guild !== undefined) add("s.guild = ?", query.guild)
  if (query.city !== undefined) add("s.city = ?", query.city)
  if (query.tier !== undefined) add("s.tier = ?", query.tier)
  if (query.status !== undefined) add(query.status === "open" ? `not ${away}` : away, at, at)
  const order = orders[query.sort]
  if (query.after !== undefined) add(order.after, ...order.values(query.after))
  const page = (from: string, where: string, more: unknown[]) =>
    manager.execute<ListedShop>(`${LISTED} from ${from} s where ${where} order by ${order.by} limit ?`, [...values, ...more, query.limit])
  const all = conditions.join(" and ")
  if (query.q === undefined) return page("pasaj_shop", all, [])

  const words = wordsQuery(query.q)
  if (words === null) return []
  const nearest = await page(`(select s.* from pasaj_shop s where ${all} order by ${order.by} limit ${NEAR})`, SAYS, [words])
  if (nearest.length === query.limit) return nearest
  const few = await fewWith(manager, words)
  return few ? page("pasaj_shop", `${all} and s.id = any(array[?]::text[])`, [few]) : page("pasaj_shop", `${all} and ${SAYS}`, [words])
}

export type ShopPage = ListedShop & {
  story: string | null; colours: unknown; contact: unknown; policies: unknown; opening_hours: OpenHours[]; banner_id: string | null; logo_id: string | null; gallery_ids: string[]
}

/** A shop by its address, or by one it had before; null for an address that never was a shop's. */
export async function shopAt(manager: SqlManager, handle: string): Promise<ShopPage | null> {
  const [row] = await manager.execute<ShopPage>(
    `select s.id, s.handle, s.name, s.guild, s.city, s.tier, s.score, s.vacation_note, s.story, s.colours, s.contact, s.policies, s.opening_hours,
       s.logo_id, s.banner_id, s.gallery_ids, s.leased_until, s.stops, s.vacation_from, s.vacation_until, s.closed_at,
       (select url from shop_picture where id = s.logo_id) as logo_url
     from pasaj_shop s
     where s.id = coalesce((select id from pasaj_shop where handle = ?), (select shop_id from shop_former_handle where handle = ?))`,
    [handle, handle],
  )
  return row ?? null
}

/** A page of the products that a shop shows, newest first (ids grow with time); what its shop is, the caller asks. */
export async function shownProducts(manager: SqlManager, shopId: string, limit: number, after?: string): Promise<string[]> {
  const beyond = after === undefined ? "" : "and product_id < ?"
  const rows = await manager.execute<{ product_id: string }>(
    `select product_id from shop_product
     where shop_id = ? and shown and wanted and cardinality(blocks) = 0 ${beyond} order by product_id desc limit ?`,
    [shopId, ...(after === undefined ? [] : [after]), limit],
  )
  return rows.map((row) => row.product_id)
}
