import { account } from "../../../domain/chart"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import { journal, type Journal } from "../../../domain/journal"
import type { Money } from "../../../domain/money"

export const at = "2026-11-21T08:00:00.000Z"
export const irr = (minor: number): Money => ({ minor, currency: "irr" })

/** A buyer's money comes into a hold. */
export const fund = (id: string, hold: string, amount: Money): Journal =>
  journal(`capture:${id}:fund`, "capture_funded", "test", [{ from: account.gateway("pp_test"), to: account.hold(hold), amount }])

/** A hold is drained to the merchant: the hold is guarded. */
export const release = (id: string, hold: string, amount: Money): Journal =>
  journal(`parcel:${id}:release`, "parcel_released", "test", [{ from: account.hold(hold), to: account.payable("m1"), amount }])

/** The merchant's payable is drained: not one of the kinds that overdraw. */
export const reserve = (id: string, amount: Money): Journal =>
  journal(`settlement:${id}:reserve`, "settlement_reserved", "test", [
    { from: account.payable("m1"), to: account.inSettlement("m1"), amount },
  ])

/** Money into the merchant's payable from outside. */
export const earn = (id: string, amount: Money): Journal =>
  journal(`parcel:${id}:release`, "parcel_released", "test", [{ from: account.suspense("test"), to: account.payable("m1"), amount }])

/** Whether `act` fails with the refusal `code`, and with nothing else. */
export const refused = async (act: Promise<unknown>, code: ErrorCode): Promise<boolean> => {
  const caught = await act.then(() => undefined, (error: unknown) => error)
  if (caught === undefined || isRefusal(caught, code)) return caught !== undefined
  throw caught
}
