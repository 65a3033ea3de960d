import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { addToInstant, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { InvoicePurpose } from "../../domain/rental"
import { figuresFor, type Figures, type Wish } from "./figures"
import { issueInvoice, type Buyer, type Issued } from "./invoices"
import { leaseRow, type Moment } from "./lease-rows"
import { rentPolicyInForce } from "./policy"

/** What a merchant was promised, until `expires_at`. */
export type Quote = {
  id: string; shop_id: string; merchant_id: string; lease_id: string | null; purpose: InvoicePurpose; plan: string; term_months: number
  coupon: string | null; figures: Figures; quoted_at: Instant; expires_at: Instant; invoice_id: string | null
}

type Row = Omit<Quote, "quoted_at" | "expires_at"> & { quoted_at: string; expires_at: string }
const columns = "id, shop_id, merchant_id, lease_id, purpose, plan, term_months, coupon, figures, quoted_at, expires_at, invoice_id"
const quoteOf = (row: Row): Quote => ({ ...row, quoted_at: instantOf(row.quoted_at), expires_at: instantOf(row.expires_at) })

export type QuoteRequest = { shop_id: string; merchant_id: string; purpose: InvoicePurpose; plan: string; term_months: number; coupon: string | null }

/**
 * Says what a change of a shop's lease would cost and do, and keeps to it for the minutes the policy names. Nothing else is
 * written: no number is used up and no coupon.
 * @throws lease_already_exists (a start where there is one), lease_not_running (nothing to renew or to upgrade), and all that `figuresFor` refuses
 */
export async function quote(manager: SqlManager, request: QuoteRequest, moment: Moment): Promise<Quote> {
  const [lease] = await manager.execute<{ id: string; state: string }>(
    "select id, state from shop_lease where shop_id = ? order by (state <> 'ended') desc, id desc limit 1", [request.shop_id],
  )
  const live = lease && lease.state !== "ended" ? lease : undefined
  if (request.purpose === "start" && live) refuse("lease_already_exists", { shop_id: request.shop_id })
  if (request.purpose !== "start" && (!lease || lease.state === "awaiting_payment")) refuse("lease_not_running", { id: lease?.id ?? request.shop_id })
  const wish: Wish = { ...request, lease_id: request.purpose === "start" ? null : (lease?.id ?? null) }
  const figures = await figuresFor(manager, wish, moment)
  const { quote_minutes } = await rentPolicyInForce(manager)
  const [row] = await manager.execute<Row>(
    `insert into rent_quote (id, shop_id, merchant_id, lease_id, purpose, plan, term_months, coupon, figures, quoted_at, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::timestamptz, ?::timestamptz) returning ${columns}`,
    [
      generateEntityId(undefined, "rquo"), wish.shop_id, wish.merchant_id, wish.lease_id, wish.purpose, wish.plan, wish.term_months, wish.coupon,
      JSON.stringify(figures), moment.at, addToInstant(moment.at, { ms: quote_minutes * 60_000 }),
    ],
  )
  if (!row) throw new Error("An insert returns its row.")
  return quoteOf(row)
}

/** A quote of the given merchants. @throws quote_not_found */
export async function quoteOfMerchants(manager: SqlManager, id: string, merchantIds: string[]): Promise<Quote> {
  const [row] = await manager.execute<Row>(`select ${columns} from rent_quote where id = ? and merchant_id = any(array[?]::text[])`, [id, merchantIds])
  return row ? quoteOf(row) : refuse("quote_not_found", { id })
}

/**
 * Takes a quote: the invoice says what the quote said, or there is none. Taken again it answers the same invoice.
 * @throws quote_not_found, quote_expired, quote_stale (a price, a plan, a coupon, the day or what is left of the lease is another
 * by now), lease_already_exists, invoice_already_open, and all that `figuresFor` refuses
 */
export async function takeQuote(manager: SqlManager, id: string, moment: Moment, buyer: Buyer | null): Promise<Issued> {
  const [row] = await manager.execute<Row>(`select ${columns} from rent_quote where id = ? for update`, [id])
  if (!row) refuse("quote_not_found", { id })
  const { invoice_id, expires_at, figures, ...wish } = quoteOf(row)
  if (invoice_id !== null) {
    const [invoice] = await manager.execute<{ lease_id: string }>("select lease_id from rent_invoice where id = ?", [invoice_id])
    return { lease_id: invoice?.lease_id ?? wish.lease_id ?? "?", invoice_id }
  }
  if (expires_at <= moment.at) refuse("quote_expired", { expires_at })
  if (wish.lease_id !== null) await leaseRow(manager, wish.lease_id, "for update")
  const issued = await issueInvoice(manager, wish, moment, { buyer, expected: figures })
  await manager.execute("update rent_quote set invoice_id = ?, updated_at = now() where id = ?", [issued.invoice_id, id])
  return issued
}
