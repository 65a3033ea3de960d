import { account } from "./chart"
import { journal, type Journal } from "./journal"
import type { Money } from "./money"
import { splitCapture, type Claim } from "./order-parts"

export type Capture = { id: string; order_id: string; provider: string; amount: Money }

/** The buyer has paid: the money waits in a hold for each shop (K1, K2, K16); the marketplace's own lines are its income. */
export function fundCapture(capture: Capture, claims: Claim[]): Journal {
  const from = account.gateway(capture.provider)
  const { shares, excess } = splitCapture(capture.amount, claims)
  return journal(`capture:${capture.id}:fund`, "capture_funded", `payment of order ${capture.order_id} captured`, [
    ...shares.map((share) => ({ from, to: share.account, amount: share.amount })),
    { from, to: account.suspense("overpaid"), amount: excess },
  ])
}

export type ReleasableParcel = { id: string; hold_id: string; merchant_id: string; amount: Money }

const releaseReasons = { given: "the buyer is satisfied", lapsed: "the buyer was silent past the window", decided: "a case was decided for the merchant", returned: "it came back, and this part of its money stays the merchant's" } as const

/**
 * The buyer is satisfied with one parcel, silent past the window, or a case decided: its share of the hold becomes the
 * merchant's. Nobody takes a cut (K8).
 */
export const releaseParcel = (parcel: ReleasableParcel, how: keyof typeof releaseReasons): Journal =>
  journal(
    `parcel:${parcel.id}:release`, "parcel_released", releaseReasons[how],
    [{ from: account.hold(parcel.hold_id), to: account.payable(parcel.merchant_id), amount: parcel.amount }],
  )
