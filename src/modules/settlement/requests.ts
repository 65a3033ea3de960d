import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Day, Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { Money } from "../../domain/money"
import {
  reserveSettlement, settlementMachine, splitTransfers, transferMachine, withdrawSettlement, type SettlementPolicy,
} from "../../domain/settlement"
import { usablePayoutAccount } from "./payout-accounts"

export type SettlementRequest = { merchant_id: string; amount: Money; due_on: Day; calendar_version: number }

export const lives = {
  settlement: { table: "merchant_settlement", history: "settlement_history", machine: settlementMachine },
  transfer: { table: "settlement_transfer", history: "settlement_history", machine: transferMachine },
} as const

type Row = { id: string; merchant_id: string; currency: string; amount_minor: string; sheba: string; holder: string }
const moneyOf = ({ id, merchant_id, amount_minor, currency }: Row) => ({ id, merchant_id, amount: { minor: minorOf(amount_minor), currency } })

/**
 * A merchant asks to be paid (K5): the request is written and its money reserved as one. Of two that ask for the same
 * money at once, the ledger refuses one, and nothing of it stays.
 * @returns the settlement's id. @throws nothing_to_settle, payout_account_missing, payout_account_cooling, account_overdrawn
 */
export async function requestSettlement(manager: SqlManager, asked: SettlementRequest, at: Instant, requestedBy: string): Promise<string> {
  const { merchant_id, amount, due_on, calendar_version } = asked
  if (amount.minor < 1) refuse("nothing_to_settle")
  const account = await usablePayoutAccount(manager, merchant_id, at)
  const id = generateEntityId(undefined, "setl")
  await manager.execute(
    `insert into merchant_settlement
       (id, merchant_id, state, currency, amount_minor, payout_account_id, sheba, holder, requested_at, requested_by, due_on, calendar_version)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?)`,
    [
      id, merchant_id, settlementMachine.initial, amount.currency, amount.minor, account.id, account.sheba, account.holder, at,
      requestedBy, due_on, calendar_version,
    ],
  )
  await postWithin(manager, [reserveSettlement({ id, merchant_id, amount })], at)
  return id
}

/**
 * Takes a request back before any of it was filed or paid; its money is payable again, as one.
 * @throws row_not_found, wrong_state
 */
export async function withdraw(manager: SqlManager, id: string, at: Instant, actor: Actor): Promise<void> {
  await moveWithin(manager, { ...lives.settlement, ids: [id], event: "withdraw", at, actor })
  const transfers = await manager.execute<{ id: string }>("select id from settlement_transfer where settlement_id = ?", [id])
  await moveWithin(manager, { ...lives.transfer, ids: transfers.map((row) => row.id), event: "withdraw", at, actor })
  const rows = await manager.execute<Row>(
    "update merchant_settlement set withdrawn_at = ?::timestamptz where id = ? returning id, merchant_id, currency, amount_minor, sheba, holder",
    [at, id],
  )
  await postWithin(manager, rows.map((row) => withdrawSettlement(moneyOf(row))), at)
}

/** An operator approves a request: its bank orders are planned, none above the limit of its currency (K6). @throws row_not_found, wrong_state */
export async function approve(manager: SqlManager, id: string, policy: SettlementPolicy, at: Instant, actor: Actor): Promise<void> {
  await moveWithin(manager, { ...lives.settlement, ids: [id], event: "approve", at, actor })
  const [row] = await manager.execute<Row>(
    `update merchant_settlement set approved_at = ?::timestamptz, approved_by = ? where id = ?
     returning id, merchant_id, currency, amount_minor, sheba, holder`,
    [at, actor.id, id],
  )
  if (!row) refuse("settlement_not_found", { id })
  const parts = splitTransfers(moneyOf(row).amount, policy)
  await manager.execute(
    `insert into settlement_transfer (id, settlement_id, sequence, state, amount_minor, sheba, holder)
     select part.id, ?, part.sequence, ?, part.minor, ?, ?
     from unnest(array[?]::text[], array[?]::int[], array[?]::bigint[]) as part(id, sequence, minor)`,
    [
      id, transferMachine.initial, row.sheba, row.holder,
      parts.map(() => generateEntityId(undefined, "trf")), parts.map((_, i) => i + 1), parts.map((part) => part.minor),
    ],
  )
}

export type Reserved = { merchant_id: string; currency: string; minor: number }

/** What the rows say is reserved: requests not yet approved, and transfers not yet at their end. The ledger must agree. */
export async function reserved(manager: SqlManager): Promise<Reserved[]> {
  const rows = await manager.execute<{ merchant_id: string; currency: string; minor: string }>(
    `select merchant_id, currency, sum(amount_minor) as minor from (
       select merchant_id, currency, amount_minor from merchant_settlement where state = 'requested'
       union all
       select s.merchant_id, s.currency, t.amount_minor
       from settlement_transfer t join merchant_settlement s on s.id = t.settlement_id where t.state in ('planned', 'in_file', 'sent')
     ) waiting group by merchant_id, currency order by merchant_id, currency`,
  )
  return rows.map((row) => ({ ...row, minor: minorOf(row.minor) }))
}
