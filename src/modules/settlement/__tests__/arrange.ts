import { join } from "node:path"

import { postWithin, type SqlManager } from "../../../adapters/ledger"
import { minorOf } from "../../../adapters/columns"
import type { Actor } from "../../../domain/actor"
import { account } from "../../../domain/chart"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import { journal } from "../../../domain/journal"
import { settlementPolicy, type SettlementPolicy } from "../../../domain/settlement"
import { MerchantSettlement } from "../models/merchant-settlement"
import { PayoutAccount } from "../models/payout-account"
import { SettlementTransfer } from "../models/settlement-transfer"
import type SettlementModuleService from "../service"

/** The module as it is installed: its tables, and the ledger that its journals go to. */
export const settlementModule = {
  moduleModels: [PayoutAccount, MerchantSettlement, SettlementTransfer],
  resolve: join(__dirname, ".."),
  pathToMigrations: [join(__dirname, "../migrations"), join(__dirname, "../../ledger/migrations")],
}

export const at = "2026-11-21T08:00:00.000Z"
export const operator: Actor = { type: "operator", id: "user_1" }
export const member: Actor = { type: "member", id: "pers_1" }
export const SHEBA = "IR062960000000100324200001"
export const OTHER_SHEBA = "IR820540102680020817909002"
export const policy: SettlementPolicy = { ...settlementPolicy, order_limit_minor: { irr: 400 } }
export const irr = (minor: number) => ({ minor, currency: "irr" })

export const refusal = async (act: Promise<unknown>, code: ErrorCode): Promise<boolean> => {
  const caught = await act.then(() => undefined, (error: unknown) => error)
  if (caught === undefined || isRefusal(caught, code)) return caught !== undefined
  throw caught
}

/** Money of released parcels: payable, and held money beside it, which is not. */
export async function released(manager: SqlManager, minor: number, merchant = "m1", id = `${merchant}-${minor}`): Promise<void> {
  await postWithin(manager, [
    journal(`capture:${id}:fund`, "capture_funded", "test", [{ from: account.gateway("pp_test"), to: account.hold(`h-${id}`), amount: irr(minor + 5_000) }]),
    journal(`parcel:${id}:release`, "parcel_released", "test", [{ from: account.hold(`h-${id}`), to: account.payable(merchant), amount: irr(minor) }]),
  ], at)
}

/** Balances by the last part of the name: payable, in_settlement and the bank's. */
export async function money(manager: SqlManager, merchant = "m1"): Promise<{ payable: number; in_settlement: number; bank: number }> {
  const rows = await manager.execute<{ payable: string; in_settlement: string; bank: string }>(
    `select coalesce(sum(balance) filter (where name = ?), 0) as payable, coalesce(sum(balance) filter (where name = ?), 0) as in_settlement,
       (select coalesce(sum(case when to_account = 'bank:mellat' then amount else -amount end), 0) from ledger_posting
        where 'bank:mellat' in (to_account, from_account)) as bank
     from ledger_account`,
    [account.payable(merchant), account.inSettlement(merchant)],
  )
  const [row] = rows
  return { payable: minorOf(row?.payable), in_settlement: minorOf(row?.in_settlement), bank: minorOf(row?.bank) }
}

export const ask = (minor: number, merchant_id = "m1") =>
  ({ merchant_id, amount: irr(minor), due_on: "2026-11-24", calendar_version: 1 })

/** A merchant with an account and `minor` rial released, that asked for all of it. @returns the settlement's id */
export async function requested(service: SettlementModuleService, manager: SqlManager, minor: number): Promise<string> {
  await released(manager, minor)
  await service.registerPayoutAccount({ merchant_id: "m1", sheba: SHEBA, holder: "Sara Azizi" }, policy, at)
  return service.request(ask(minor), at, member.id)
}

/** The same, approved. @returns the settlement's id and those of its transfers, in order */
export async function approved(service: SettlementModuleService, manager: SqlManager, minor: number): Promise<{ id: string; transfers: string[] }> {
  const id = await requested(service, manager, minor)
  await service.approve(id, policy, at, operator)
  const rows = await service.listSettlementTransfers({ settlement_id: id }, { order: { sequence: "ASC" } })
  return { id, transfers: rows.map((row) => row.id) }
}
