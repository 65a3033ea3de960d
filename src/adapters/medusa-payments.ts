import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { OutsideMove } from "../domain/custody-proof"

/** An order with all that its providers took and gave back. */
export type PaidOrder = { order_id: string; moves: OutsideMove[] }
/** A payment of no order: rent, or money that nobody expected. */
export type StrayPayment = { payment_id: string; invoice_id: string | null; moves: OutsideMove[] }

/**
 * The custody proof reads Medusa's payments by SQL: through its entities a page of orders with their payments costs a
 * hundred times as much, and the proof reads every order. Both are pages by id, so that each costs what it holds.
 */
const moves = (kind: "capture" | "refund") => `
  select '${kind}' as kind, m.id, p.provider_id as provider, lower(p.currency_code) as currency,
    coalesce(m.raw_amount->>'value', m.amount::text) as amount, m.created_at > clock_timestamp() - interval '2 minutes' as recent, p.id as payment_id
  from paid p join ${kind} m on m.payment_id = p.id and m.deleted_at is null`

const asJson = "jsonb_agg(jsonb_build_object('kind', kind, 'id', id, 'provider', provider, 'currency', currency, 'amount', amount, 'recent', recent) order by id)"

const ofOrders = `
  with page as (select id from "order" where id > ? and deleted_at is null order by id limit ?),
  paid as (
    select l.order_id, y.* from page join order_payment_collection l on l.order_id = page.id and l.deleted_at is null
      join payment y on y.payment_collection_id = l.payment_collection_id and y.deleted_at is null
  ), moves as (${moves("capture")} union all ${moves("refund")})
  select page.id as order_id, coalesce(
    (select ${asJson} from moves where payment_id in (select id from paid where order_id = page.id)), '[]') as moves
  from page order by page.id`

const ofNoOrder = `
  with page as (
    select y.id, y.payment_collection_id, y.provider_id, y.currency_code from payment y
    where y.id > ? and y.deleted_at is null and exists (select from capture c where c.payment_id = y.id and c.deleted_at is null) and not exists (
      select from order_payment_collection l where l.payment_collection_id = y.payment_collection_id and l.deleted_at is null)
    order by y.id limit ?
  ), paid as (select * from page), moves as (${moves("capture")} union all ${moves("refund")})
  select page.id as payment_id, c.metadata->>'pasaj_rent_invoice' as invoice_id, coalesce(
    (select ${asJson} from moves where payment_id = page.id), '[]') as moves
  from page left join payment_collection c on c.id = page.payment_collection_id order by page.id`

async function page<Row>(container: MedusaContainer, sql: string, after: string, limit: number): Promise<Row[]> {
  const answer = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).raw<{ rows: Row[] }>(sql, [after, limit])
  return answer.rows
}

export const paidOrders = (container: MedusaContainer, after: string, limit: number): Promise<PaidOrder[]> => page(container, ofOrders, after, limit)
export const strayPayments = (container: MedusaContainer, after: string, limit: number): Promise<StrayPayment[]> => page(container, ofNoOrder, after, limit)
