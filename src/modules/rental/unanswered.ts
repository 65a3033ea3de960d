import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { money, type Money } from "../../domain/money"
import { ANSWER_MINUTES } from "../../domain/provider-outcome"
import { invoiceNumber } from "../../domain/rent-policy"

/** A payment of rent that a provider was asked to take. */
export type Asked = { invoice_id: string; payment_id: string; provider_id: string }
/** One that was not answered: nobody knows whether its money moved. `error`: what came instead of an answer, if anything did. */
export type UnansweredPayment = Asked & { id: string; number: string; merchant_id: string; total: Money; asked_at: Instant; error: string | null }

type Row = Asked & {
  id: string; fiscal_year: number; sequence: number; merchant_id: string; total_minor: string; currency: string; asked_at: string; error: string | null
}

const rows = `
  select u.id, u.invoice_id, u.payment_id, u.provider_id, i.fiscal_year, i.sequence, i.merchant_id, i.total_minor, i.currency, u.asked_at, u.error
  from rent_unanswered_payment u join rent_invoice i on i.id = u.invoice_id
  where u.made is null`
/** After an error, or so long that the process which asked must be gone; on the machine's clock. */
const lasts = "(u.error is not null or u.asked_at < clock_timestamp() - make_interval(mins => ?))"

const unanswered = ({ fiscal_year, sequence, total_minor, currency, asked_at, ...row }: Row): UnansweredPayment => ({
  ...row, number: invoiceNumber(fiscal_year, sequence), total: money(minorOf(total_minor), currency), asked_at: instantOf(asked_at),
})

/** Notes a question before it is put to the provider. @returns false when another one of the invoice has no answer yet */
export async function noteAsked(manager: SqlManager, { invoice_id, payment_id, provider_id }: Asked): Promise<boolean> {
  const noted = await manager.execute(
    `insert into rent_unanswered_payment (id, invoice_id, payment_id, provider_id, asked_at) values (?, ?, ?, ?, clock_timestamp())
     on conflict (invoice_id) where made is null do nothing returning id`,
    [generateEntityId(undefined, "runp"), invoice_id, payment_id, provider_id],
  )
  return noted.length > 0
}

/** Notes what somebody else has asked for and no provider answered, once it is so old that the process must be gone. Safe twice. */
export async function noteLeftAlone(manager: SqlManager, { invoice_id, payment_id, provider_id }: Asked, since: Instant): Promise<void> {
  await manager.execute(
    `insert into rent_unanswered_payment (id, invoice_id, payment_id, provider_id, asked_at)
     select ?, ?, ?, ?, d.since from (select ?::timestamptz as since) d where d.since < clock_timestamp() - make_interval(mins => ?)
     on conflict (invoice_id) where made is null do nothing`,
    [generateEntityId(undefined, "runp"), invoice_id, payment_id, provider_id, since, ANSWER_MINUTES],
  )
}

/** The answer was lost, or nobody can tell what it means: an operator looks. */
export async function noteLost(manager: SqlManager, payment_id: string, error: string): Promise<void> {
  await manager.execute("update rent_unanswered_payment set error = ?, updated_at = now() where payment_id = ? and made is null", [error.slice(0, 500), payment_id])
}

/** The provider has answered. */
export async function noteAnswered(manager: SqlManager, paymentIds: string[]): Promise<void> {
  await manager.execute("delete from rent_unanswered_payment where payment_id = any(array[?]::text[]) and made is null", [paymentIds])
}

/** Nothing else pays or withdraws an invoice while a provider may have taken its money. @throws payment_unanswered */
export async function requireAnswered(manager: SqlManager, invoiceId: string): Promise<void> {
  const [open] = await manager.execute<Row>(`${rows} and u.invoice_id = ?`, [invoiceId])
  if (open) refuse("payment_unanswered", { number: unanswered(open).number })
}

/** What an operator is to look into: by id, of one invoice or of all. */
export async function unansweredPayments(manager: SqlManager, { invoice_id, after = "", limit }: { invoice_id?: string; after?: string; limit: number }): Promise<UnansweredPayment[]> {
  const found = await manager.execute<Row>(
    `${rows} and ${lasts} and u.id > ? ${invoice_id === undefined ? "" : "and u.invoice_id = ?"} order by u.id limit ?`,
    [ANSWER_MINUTES, after, ...(invoice_id === undefined ? [] : [invoice_id]), limit],
  )
  return found.map(unanswered)
}

export type Word = { made: boolean; note: string }

/** An operator's word stays with the payment. */
export async function noteWord(manager: SqlManager, id: string, { made, note }: Word, actor: Actor, at: Instant): Promise<void> {
  await manager.execute(
    "update rent_unanswered_payment set made = ?, note = ?, answered_by = ?, answered_at = ?::timestamptz, updated_at = now() where id = ? and made is null",
    [made, note, actor.id, at, id],
  )
}
