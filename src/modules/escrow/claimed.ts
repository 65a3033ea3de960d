import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { oweHeldRefund, takeInOrder, type MadeRefund } from "../../domain/refund-journals"
import { worthOf } from "../../domain/returns"
import { dueRefund, oweFromPart, type RefundPart } from "./refunds"
import { noteSentBack, type Units } from "./returns"
import { lockOrder, ownSources, remainingOf, standingOf, type Standing } from "./standing"
import { takeFrom } from "./take-from"

export type Claimed = { change_id: string; order_id: string; units: Units[]; own_minor: number }

const reason = "refunded on Medusa's order page for what was claimed or sent back"

/**
 * Remembers, once, what was claimed on Medusa's order page without being sent back: nothing is due by it, but a refund that an
 * operator makes afterwards is for it, up to what the books have for those units.
 */
export async function noteClaim(manager: SqlManager, { change_id, order_id, units, own_minor }: Claimed, at: Instant): Promise<void> {
  await lockOrder(manager, order_id)
  const standing = await standingOf(manager, order_id)
  const row = { change_id, order_id, source: "claim", refund: 0, credit: 0 } as const
  for (const part of standing.parts) {
    const open = part.lines.reduce((all, line) => {
      const claimed = units.filter((each) => each.line_item_id === line.line_item_id).reduce((sum, each) => sum + each.quantity, 0)
      return claimed > 0 ? all + worthOf(line.amount, claimed, line.quantity) : all
    }, 0)
    if (open > 0) await noteSentBack(manager, { ...row, shop_order_id: part.shop_order_id, open }, at)
  }
  await noteSentBack(manager, { ...row, shop_order_id: null, open: own_minor }, at)
}

/** What was claimed has come back: from now on the return says what is due for it. */
export async function closeClaim(manager: SqlManager, changeIds: string[]): Promise<void> {
  await manager.execute("update escrow_sent_back set open_minor = 0 where change_id = any(array[?]::text[]) and open_minor > 0", [changeIds])
}

/**
 * A refund that an operator has made by hand, of what was claimed or sent back: its shop's part gives it, the hold first and
 * then what the merchant was given, and the marketplace's own income for its own lines. @returns what was made due by it
 */
export async function oweClaimed(manager: SqlManager, made: MadeRefund, minor: number, at: Instant): Promise<RefundPart[]> {
  const rows = await manager.execute<{ id: string; shop_order_id: string | null; open_minor: string }>(
    "select id, shop_order_id, open_minor from escrow_sent_back where order_id = ? and open_minor > 0 order by id for update", [made.order_id],
  )
  const parts: RefundPart[] = []
  let rest = minor
  for (const row of rows) {
    const standing = await standingOf(manager, made.order_id)
    const wanted = Math.min(rest, minorOf(row.open_minor))
    const given = row.shop_order_id === null ? await oweOwn(manager, standing, wanted, at) : await owePart(manager, standing, row.shop_order_id, wanted, at)
    if (!given) continue
    parts.push(given)
    rest -= given.minor
    await manager.execute("update escrow_sent_back set open_minor = open_minor - ? where id = ?", [given.minor, row.id])
  }
  return parts
}

async function owePart(manager: SqlManager, standing: Standing, shopOrderId: string, wanted: number, at: Instant): Promise<RefundPart | null> {
  const part = standing.parts.find((each) => each.shop_order_id === shopOrderId)
  const minor = part ? Math.min(wanted, remainingOf(part) + part.recoverable) : 0
  if (!part || minor === 0) return null
  return { id: await oweFromPart(manager, standing, part, { amount_minor: minor, reason, reference: null }, at), minor }
}

async function oweOwn(manager: SqlManager, standing: Standing, wanted: number, at: Instant): Promise<RefundPart | null> {
  const { order_id, currency } = standing
  const { shares, rest } = takeInOrder(money(wanted, currency), [ownSources(standing)])
  const minor = wanted - rest.minor
  if (minor === 0) return null
  const flows = shares.map((share) => ({ ...share, shop_order_id: null }))
  const id = await dueRefund(manager, { order_id, shop_order_id: null, amount: money(minor, currency), reason, reference: null, execute_after: at })
  await takeFrom(manager, standing, flows, `refund:${id}:owed`, at)
  await postWithin(manager, [oweHeldRefund({ id, order_id }, flows, reason)], at)
  return { id, minor }
}
