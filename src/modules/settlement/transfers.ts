import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import {
  bankReferenceOf, followingEvent, transferPaid, transferRejected, transferReturned, type SettlementState, type TransferState,
} from "../../domain/settlement"
import { lives } from "./requests"

/** `bank` is the marketplace's own account that paid, as the chart names it. */
export type Payment = { bank: string; bank_reference: string }

type Row = {
  id: string; settlement_id: string; settlement_state: SettlementState; merchant_id: string; payout_account_id: string
  currency: string; amount_minor: string; bank: string | null; bank_reference: string | null
}

/** Locks the settlement, in which all its transfers agree, and reads the transfer. @throws transfer_not_found */
async function lock(manager: SqlManager, id: string): Promise<Row> {
  await manager.execute(
    "select s.id from merchant_settlement s where s.id = (select settlement_id from settlement_transfer where id = ?) for update",
    [id],
  )
  const [row] = await manager.execute<Row>(
    `select t.id, t.settlement_id, s.state as settlement_state, s.merchant_id, s.payout_account_id, s.currency, t.amount_minor, t.bank, t.bank_reference
     from settlement_transfer t join merchant_settlement s on s.id = t.settlement_id where t.id = ?`,
    [id],
  )
  return row ?? refuse("transfer_not_found", { id })
}

const moneyOf = ({ id, merchant_id, amount_minor, currency }: Row) => ({ id, merchant_id, amount: { minor: minorOf(amount_minor), currency } })

/** The settlement goes where its transfers are. */
async function follow(manager: SqlManager, { settlement_id, settlement_state }: Row, at: Instant, actor: Actor): Promise<void> {
  const rows = await manager.execute<{ state: TransferState }>("select state from settlement_transfer where settlement_id = ?", [settlement_id])
  const event = followingEvent(settlement_state, rows.map((row) => row.state))
  if (event === null) return
  await moveWithin(manager, { ...lives.settlement, ids: [settlement_id], event, at, actor })
  if (event === "pay") await manager.execute("update merchant_settlement set paid_at = ?::timestamptz where id = ?", [at, settlement_id])
}

const isDuplicate = (error: unknown): boolean => typeof error === "object" && error !== null && "code" in error && error.code === "23505"

/** Writes the bank's word down, without which the database lets no transfer be paid. @throws bank_reference_used, also in a race */
async function noteEvidence(manager: SqlManager, id: string, { bank, bank_reference }: Payment, at: Instant): Promise<void> {
  try {
    await manager.execute(
      "update settlement_transfer set bank = ?, bank_reference = ?, paid_at = ?::timestamptz where id = ?",
      [bank, bank_reference, at, id],
    )
  } catch (error) {
    if (isDuplicate(error)) refuse("bank_reference_used", { bank, bank_reference })
    throw error
  }
}

/**
 * The bank paid a transfer (K6): its state, the bank's reference and the journal are one transaction, and with the last
 * transfer the settlement is paid. The same payment told again changes nothing, so that a bank's answer may be read twice.
 * @throws transfer_not_found, transfer_already_paid (under another reference), bank_reference_used, bank_reference_invalid, wrong_state
 */
export async function payTransfer(manager: SqlManager, id: string, payment: Payment, at: Instant, actor: Actor): Promise<void> {
  const told = { bank: payment.bank, bank_reference: bankReferenceOf(payment.bank_reference) }
  const transfer = await lock(manager, id)
  const { bank, bank_reference } = transfer
  if (bank !== null && bank_reference !== null) {
    if (bank === told.bank && bank_reference === told.bank_reference) return
    refuse("transfer_already_paid", { bank, bank_reference })
  }
  await noteEvidence(manager, id, told, at)
  await moveWithin(manager, { ...lives.transfer, ids: [id], event: "pay", at, actor })
  await postWithin(manager, [transferPaid(moneyOf(transfer), told.bank)], at)
  await follow(manager, transfer, at, actor)
}

/** The bank refused a transfer before paying it: its money is payable again. @throws transfer_not_found, wrong_state */
export async function rejectTransfer(manager: SqlManager, id: string, reason: string, at: Instant, actor: Actor): Promise<void> {
  const transfer = await lock(manager, id)
  await moveWithin(manager, { ...lives.transfer, ids: [id], event: "reject", at, actor, reason })
  await manager.execute("update settlement_transfer set reason = ? where id = ?", [reason, id])
  await postWithin(manager, [transferRejected(moneyOf(transfer), reason)], at)
  await follow(manager, transfer, at, actor)
}

/**
 * A paid transfer came back: its money is payable again, and nothing more is paid to that account until the merchant
 * registers one anew. @throws transfer_not_found, wrong_state
 */
export async function returnTransfer(manager: SqlManager, id: string, reason: string, at: Instant, actor: Actor): Promise<void> {
  const transfer = await lock(manager, id)
  await moveWithin(manager, { ...lives.transfer, ids: [id], event: "return", at, actor, reason })
  await manager.execute("update settlement_transfer set reason = ? where id = ?", [reason, id])
  await manager.execute(
    "update payout_account set returned_at = ?::timestamptz, updated_at = now() where id = ? and returned_at is null",
    [at, transfer.payout_account_id],
  )
  await postWithin(manager, [transferReturned(moneyOf(transfer), transfer.bank ?? "", reason)], at)
  await follow(manager, transfer, at, actor)
}
