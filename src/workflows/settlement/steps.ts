import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import type { Money } from "../../domain/money"
import { dueOn, settleable, settlementPolicy } from "../../domain/settlement"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_LEDGER } from "../../modules/ledger"
import type LedgerModuleService from "../../modules/ledger/service"
import { PASAJ_SETTLEMENT } from "../../modules/settlement"
import type { NewPayoutAccount } from "../../modules/settlement/payout-accounts"
import type SettlementModuleService from "../../modules/settlement/service"
import type { Payment } from "../../modules/settlement/transfers"

export type RegisterPayoutAccountInput = NewPayoutAccount & { at: Instant }
/** `currency` may be left out where only one is payable. */
export type RequestSettlementInput = { merchant_id: string; currency?: string; requested_by: string; at: Instant }
export type ActOnSettlementInput = { settlement_id: string; actor: Actor; at: Instant }
export type PayTransferInput = { transfer_id: string; payment: Payment; actor: Actor; at: Instant }
export type TransferCameBackInput = { transfer_id: string; reason: string; actor: Actor; at: Instant }

export const registerPayoutAccountStep = createStep(
  "pasaj-register-sheba",
  async ({ at, ...asked }: RegisterPayoutAccountInput, { container }) => {
    const settlements = container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT)
    return new StepResponse(await settlements.registerPayoutAccount(asked, settlementPolicy, at))
  },
)

/** @throws nothing_to_settle, settlement_currency_needed */
export const readPayableStep = createStep("pasaj-read-payable", async ({ merchant_id, currency }: RequestSettlementInput, { container }) => {
  const balances = await container.resolve<LedgerModuleService>(PASAJ_LEDGER).balancesOf([account.payable(merchant_id)])
  return new StepResponse(settleable(balances, currency))
})

type ReserveInput = { asked: RequestSettlementInput; amount: Money }

/** @throws payout_account_missing, payout_account_cooling, account_overdrawn */
export const reserveSettlementStep = createStep("pasaj-reserve-settlement", async ({ asked, amount }: ReserveInput, { container }) => {
  const { merchant_id, requested_by, at } = asked
  const calendar = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  const due_on = dueOn(at, calendar, settlementPolicy)
  const settlements = container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT)
  return new StepResponse(await settlements.request({ merchant_id, amount, due_on, calendar_version: calendar.version }, at, requested_by))
})

export const withdrawSettlementStep = createStep("pasaj-withdraw", async ({ settlement_id, at, actor }: ActOnSettlementInput, { container }) => {
  await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).withdraw(settlement_id, at, actor)
  return new StepResponse(settlement_id)
})

export const approveSettlementStep = createStep("pasaj-approve", async ({ settlement_id, at, actor }: ActOnSettlementInput, { container }) => {
  await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).approve(settlement_id, settlementPolicy, at, actor)
  return new StepResponse(settlement_id)
})

export const payTransferStep = createStep("pasaj-note-payment", async ({ transfer_id, payment, at, actor }: PayTransferInput, { container }) => {
  await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).payTransfer(transfer_id, payment, at, actor)
  return new StepResponse(transfer_id)
})

export const rejectTransferStep = createStep("pasaj-note-rejection", async ({ transfer_id, reason, at, actor }: TransferCameBackInput, { container }) => {
  await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).rejectTransfer(transfer_id, reason, at, actor)
  return new StepResponse(transfer_id)
})

export const returnTransferStep = createStep("pasaj-note-return", async ({ transfer_id, reason, at, actor }: TransferCameBackInput, { container }) => {
  await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).returnTransfer(transfer_id, reason, at, actor)
  return new StepResponse(transfer_id)
})
