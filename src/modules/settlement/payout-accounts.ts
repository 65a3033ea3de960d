import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { shebaOf, shebaUsableFrom, type SettlementPolicy } from "../../domain/settlement"

export type NewPayoutAccount = { merchant_id: string; sheba: string; holder: string }
type Current = { id: string; sheba: string; holder: string; usable_from: string; returned_at: string | null }

const currentOf = async (manager: SqlManager, merchantId: string): Promise<Current | undefined> => {
  const rows = await manager.execute<Current>(
    "select id, sheba, holder, usable_from, returned_at from payout_account where merchant_id = ? and replaced_at is null",
    [merchantId],
  )
  return rows[0]
}

/**
 * Makes a Sheba the one that a merchant is paid to; the one before is kept as replaced. The merchant's first is usable
 * at once, a changed one after the cooling-down. The same again changes nothing, unless money came back from it.
 * @returns the account's id. @throws sheba_invalid
 */
export async function registerPayoutAccount(manager: SqlManager, asked: NewPayoutAccount, policy: SettlementPolicy, at: Instant): Promise<string> {
  const sheba = shebaOf(asked.sheba)
  const { merchant_id, holder } = asked
  // Two at once would both replace the same one; there is no row yet to lock when it is the first.
  await manager.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`payout_account:${merchant_id}`])
  const current = await currentOf(manager, merchant_id)
  if (current?.sheba === sheba && current.holder === holder && current.returned_at === null) return current.id

  const isChange = current !== undefined && current.sheba !== sheba
  const from = shebaUsableFrom(at, isChange, policy)
  // A corrected holder must not shorten what its Sheba still has to wait.
  const waiting = current !== undefined && instantOf(current.usable_from) > from ? instantOf(current.usable_from) : from
  await manager.execute("update payout_account set replaced_at = ?::timestamptz, updated_at = now() where id = ?", [at, current?.id ?? ""])
  const id = generateEntityId(undefined, "poacc")
  await manager.execute(
    `insert into payout_account (id, merchant_id, sheba, holder, verified_at, usable_from)
     values (?, ?, ?, ?, ?::timestamptz, ?::timestamptz)`,
    [id, merchant_id, sheba, holder, at, waiting],
  )
  return id
}

/**
 * Where a merchant may be paid to at `at`.
 * @throws payout_account_missing (none, or money came back from it), payout_account_cooling
 */
export async function usablePayoutAccount(manager: SqlManager, merchantId: string, at: Instant): Promise<{ id: string; sheba: string; holder: string }> {
  const current = await currentOf(manager, merchantId)
  if (!current || current.returned_at !== null) refuse("payout_account_missing")
  const usable_from = instantOf(current.usable_from)
  if (usable_from > at) refuse("payout_account_cooling", { usable_from })
  return current
}
