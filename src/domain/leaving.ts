import type { Money } from "./money"

/** Why a merchant cannot be gone yet, in the order in which it best goes about it (O9). */
export const leavingBlocks = [
  "open_orders", "held_money", "open_cases", "refunds_due", "unpaid_invoices", "live_leases", "payable", "owed", "in_settlement",
] as const
export type LeavingBlock = (typeof leavingBlocks)[number]

/** What the merchant does about it, and where; null where it can only wait. */
export const wayOut: Record<LeavingBlock, { says: string; path: string | null }> = {
  open_orders: { says: "Finish these orders, or cancel them.", path: "/merchant/shop-orders" },
  held_money: { says: "The buyers' money waits for their satisfaction, or for a verdict.", path: "/merchant/shop-orders" },
  open_cases: { says: "A case is open; it ends with its verdict or with the buyer's withdrawal.", path: null },
  refunds_due: { says: "Money is on its way back to a buyer.", path: null },
  unpaid_invoices: { says: "Pay the invoice, or withdraw it.", path: "/merchant/invoices" },
  live_leases: {
    says: "Plan to leave the lease when its paid time is over. Or end it now: by yourself where nothing was paid for it, else by a credit note from the marketplace.",
    path: "/merchant/shops",
  },
  payable: { says: "Ask to be settled: this money is yours.", path: "/merchant/settlements" },
  owed: { says: "This is owed to the marketplace; ask it how to pay.", path: null },
  in_settlement: { says: "The money is on its way to the bank; wait until it has arrived.", path: "/merchant/settlements" },
}

/** What a merchant still has to do with others, as the books say it. `balance` is its payable account: below nothing it owes. */
export type OpenBusiness = {
  open_orders: number
  held_money: number
  open_cases: number
  refunds_due: number
  unpaid_invoices: number
  live_leases: number
  balances: Money[]
  in_settlement: Money[]
}

export type Blocked = { block: LeavingBlock; count: number; amounts: Money[] }

const counted = ["open_orders", "held_money", "open_cases", "refunds_due", "unpaid_invoices", "live_leases"] as const

/** What keeps a merchant from being gone: nothing exactly when nothing is held, owed or in a case (O9). */
export function blocksOf(business: OpenBusiness): Blocked[] {
  const payable = business.balances.filter(({ minor }) => minor > 0)
  const owed = business.balances.filter(({ minor }) => minor < 0).map(({ minor, currency }) => ({ minor: -minor, currency }))
  const moving = business.in_settlement.filter(({ minor }) => minor !== 0)
  const found: Blocked[] = [
    ...counted.map((block) => ({ block, count: business[block], amounts: [] })),
    { block: "payable", count: payable.length, amounts: payable },
    { block: "owed", count: owed.length, amounts: owed },
    { block: "in_settlement", count: moving.length, amounts: moving },
  ]
  return found.filter(({ count }) => count > 0)
}
