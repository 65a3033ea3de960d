import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import type { Discount } from "../../domain/rent-change"

/** A coupon as an operator gives it out; nulls are without limit. */
export type CouponTerms = {
  code: string
  basis_points: number | null
  amount_minor: number | null
  currency: string | null
  /** The codes of the plans it is good for. */
  plans: string[] | null
  valid_from: Instant
  valid_until: Instant | null
  most_uses: number | null
  most_uses_each: number | null
}
export type Coupon = CouponTerms & { id: string; uses: number; retired_at: Instant | null; author: string }

type Row = Omit<Coupon, "amount_minor" | "valid_from" | "valid_until" | "retired_at"> & {
  amount_minor: string | null; valid_from: string; valid_until: string | null; retired_at: string | null
}
const columns = "id, code, basis_points, amount_minor, currency, plans, valid_from, valid_until, most_uses, most_uses_each, uses, retired_at, author"
const couponOf = (row: Row): Coupon => ({
  ...row, amount_minor: row.amount_minor === null ? null : minorOf(row.amount_minor),
  valid_from: instantOf(row.valid_from), valid_until: instantOrNull(row.valid_until), retired_at: instantOrNull(row.retired_at),
})

/** A code as it is kept: people type it in any case. */
export const couponCode = (typed: string): string => typed.trim().toUpperCase()

type Use = { code: string; plan: string; merchant_id: string; currency: string }

/**
 * The coupon that `code` names, if it may be used now. It is not used by asking.
 * @throws coupon_not_valid, coupon_used_up
 */
export async function couponFor(manager: SqlManager, { code, plan, merchant_id, currency }: Use, at: Instant, lock: "for update" | "" = ""): Promise<{ id: string; discount: Discount }> {
  const [row] = await manager.execute<Row>(`select ${columns} from rent_coupon where code = ? ${lock}`, [couponCode(code)])
  const coupon = row && couponOf(row)
  const valid = coupon && coupon.retired_at === null && coupon.valid_from <= at && (coupon.valid_until === null || at < coupon.valid_until)
  if (!valid || (coupon.plans !== null && !coupon.plans.includes(plan)) || (coupon.currency !== null && coupon.currency !== currency)) {
    return refuse("coupon_not_valid", { code, plan })
  }
  if (coupon.most_uses !== null && coupon.uses >= coupon.most_uses) refuse("coupon_used_up", { code })
  if (coupon.most_uses_each !== null) {
    const [used] = await manager.execute<{ count: number }>(
      "select count(*)::int as count from rent_coupon_use where coupon_id = ? and merchant_id = ? and released_at is null", [coupon.id, merchant_id],
    )
    if ((used?.count ?? 0) >= coupon.most_uses_each) refuse("coupon_used_up", { code })
  }
  const { basis_points, amount_minor } = coupon
  return { id: coupon.id, discount: basis_points !== null ? { basis_points } : { amount: money(amount_minor ?? 0, currency) } }
}

/** Uses a coupon for an invoice: its row is locked from here on, so that of many at once no more use it than may. @throws coupon_not_valid, coupon_used_up */
export async function useCoupon(manager: SqlManager, use: Use, at: Instant): Promise<string> {
  const { id } = await couponFor(manager, use, at, "for update")
  await manager.execute("update rent_coupon set uses = uses + 1, updated_at = now() where id = ?", [id])
  return id
}

export async function noteCouponUse(manager: SqlManager, couponId: string, invoiceId: string, merchantId: string, at: Instant): Promise<void> {
  await manager.execute("insert into rent_coupon_use (invoice_id, coupon_id, merchant_id, used_at) values (?, ?, ?, ?::timestamptz)", [invoiceId, couponId, merchantId, at])
}

/** The invoice is void: its coupon may be used again. */
export async function releaseCoupon(manager: SqlManager, invoiceId: string, at: Instant): Promise<void> {
  await manager.execute(
    `with released as (update rent_coupon_use set released_at = ?::timestamptz where invoice_id = ? and released_at is null returning coupon_id)
     update rent_coupon c set uses = uses - 1, updated_at = now() from released where c.id = released.coupon_id`,
    [at, invoiceId],
  )
}

/** @throws coupon_exists */
export async function createCoupon(manager: SqlManager, terms: CouponTerms, actor: Actor): Promise<Coupon> {
  const [row] = await manager.execute<Row>(
    `insert into rent_coupon (id, code, basis_points, amount_minor, currency, plans, valid_from, valid_until, most_uses, most_uses_each, author)
     values (?, ?, ?, ?, ?, ${terms.plans === null ? "?" : "array[?]::text[]"}, ?::timestamptz, ?::timestamptz, ?, ?, ?) on conflict on constraint rent_coupon_code do nothing returning ${columns}`,
    [
      generateEntityId(undefined, "coup"), couponCode(terms.code), terms.basis_points, terms.amount_minor, terms.currency, terms.plans,
      terms.valid_from, terms.valid_until, terms.most_uses, terms.most_uses_each, actor.id,
    ],
  )
  return row ? couponOf(row) : refuse("coupon_exists", { code: terms.code })
}

/** No invoice uses it from now on; those that did keep their discount. Safe twice. @throws coupon_not_found */
export async function retireCoupon(manager: SqlManager, id: string, at: Instant): Promise<Coupon> {
  const [row] = await manager.execute<Row>(
    `update rent_coupon set retired_at = coalesce(retired_at, ?::timestamptz), updated_at = now() where id = ? returning ${columns}`, [at, id],
  )
  return row ? couponOf(row) : refuse("coupon_not_found", { id })
}

export async function couponsAfter(manager: SqlManager, limit: number, after = ""): Promise<Coupon[]> {
  return (await manager.execute<Row>(`select ${columns} from rent_coupon where id > ? order by id limit ?`, [after, limit])).map(couponOf)
}
