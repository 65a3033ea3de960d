import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf, instantOrNull } from "../../../adapters/columns"
import { account } from "../../../domain/chart"
import { refuse } from "../../../domain/errors"
import type { WindowPolicy } from "../../../domain/escrow"
import { PASAJ_DISPUTE } from "../../../modules/dispute"
import type DisputeModuleService from "../../../modules/dispute/service"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { itemsOf } from "../../../modules/escrow/parcels"
import type EscrowModuleService from "../../../modules/escrow/service"
import { PASAJ_LEDGER } from "../../../modules/ledger"
import type LedgerModuleService from "../../../modules/ledger/service"
import { rowsWithin, type Reach } from "../../merchant-scope"
import { moneyOf } from "../../money-answer"
import { actionsOnParcel, actionsOnShopOrder, type Side } from "./next-actions"
import type { ParcelAnswer, ShopOrderAnswer } from "./contract"

type OrderRow = Awaited<ReturnType<EscrowModuleService["listShopOrders"]>>[number]
type ParcelRow = Awaited<ReturnType<EscrowModuleService["listEscrowParcels"]>>[number]
type WindowRow = Awaited<ReturnType<EscrowModuleService["listConsentWindows"]>>[number]

const group = <Row>(rows: Row[], key: (row: Row) => string) => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}

/** Parcels as `side` sees them, with their items, windows and open cases: a fixed number of reads. */
export async function parcelAnswers(container: MedusaContainer, parcels: ParcelRow[], side: Side): Promise<z.infer<typeof ParcelAnswer>[]> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const parcel_id = parcels.map((row) => row.id)
  const [windows, items, cases] = await Promise.all([
    escrow.listConsentWindows({ parcel_id }, { take: parcels.length }),
    escrow.repairing((manager) => itemsOf(manager, parcel_id)),
    container.resolve<DisputeModuleService>(PASAJ_DISPUTE).listDisputeCases({ parcel_id, state: "opened" }, { take: parcels.length }),
  ])
  const itemsOfParcel = group(items, (item) => item.parcel_id)
  const windowOf = new Map(windows.map((row) => [row.parcel_id, row]))
  return parcels.map((row) => {
    const window = windowOf.get(row.id) ?? null
    const open = cases.find((each) => each.parcel_id === row.id) ?? null
    const { id, shop_order_id, order_id, state, carrier, tracking_code, delivery_evidence } = row
    return {
      id, shop_order_id, order_id, state, carrier, tracking_code, delivery_evidence,
      amount: moneyOf(row.amount_minor, row.currency),
      handed_over_at: instantOrNull(row.handed_over_at),
      delivered_at: instantOrNull(row.delivered_at),
      items: (itemsOfParcel.get(id) ?? []).map(({ line_item_id, quantity, amount_minor }) => ({
        line_item_id, quantity, amount: moneyOf(amount_minor, row.currency),
      })),
      window: window && windowAnswer(window),
      open_case: open && { id: open.id, kind: open.kind, reason: open.reason },
      next_actions: actionsOnParcel(row, window, open, side),
    }
  })
}

const windowAnswer = (row: WindowRow) => ({
  state: row.state,
  policy: (row.policy as WindowPolicy).preset,
  opened_at: instantOrNull(row.opened_at),
  due_at: instantOrNull(row.due_at),
  remaining_ms: row.remaining_ms === null ? null : Number(row.remaining_ms),
})

/** Shop orders as `side` sees them, with lines, parcels and where the money is: a fixed number of reads. */
export async function shopOrderAnswers(container: MedusaContainer, rows: OrderRow[], side: Side): Promise<z.infer<typeof ShopOrderAnswer>[]> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const shop_order_id = rows.map((row) => row.id)
  const [lines, holds, parcels] = await Promise.all([
    escrow.listShopOrderLines({ shop_order_id }, { order: { line_item_id: "ASC" } }),
    escrow.listEscrowHolds({ shop_order_id }),
    escrow.listEscrowParcels({ shop_order_id, state: { $ne: "discarded" } }, { order: { id: "ASC" } }),
  ])
  const balances = await container.resolve<LedgerModuleService>(PASAJ_LEDGER).balancesOf(holds.map((hold) => account.hold(hold.id)))
  const remaining = new Map(balances.map((balance) => [balance.name, balance.minor]))
  const linesOf = group(lines, (line) => line.shop_order_id)
  const parcelsOf = group(await parcelAnswers(container, parcels, side), (parcel) => parcel.shop_order_id)

  return rows.map((row) => {
    const { id, order_id, display_id, shop_id, merchant_id, state, currency } = row
    const hold = holds.find((each) => each.shop_order_id === id) ?? refuse("shop_order_not_found", { id })
    return {
      id, order_id, display_id, shop_id, merchant_id, state,
      amount: moneyOf(row.amount_minor, currency),
      hold: { id: hold.id, state: hold.state, remaining: moneyOf(remaining.get(account.hold(hold.id)) ?? 0, currency) },
      lines: (linesOf.get(id) ?? []).map(({ line_item_id, title, quantity, amount_minor, cancelled_at, withdrawal_exemption }) => ({
        line_item_id, title, quantity, amount: moneyOf(amount_minor, currency), cancelled: cancelled_at !== null, withdrawal_exemption,
      })),
      parcels: parcelsOf.get(id) ?? [],
      placed_at: instantOf(row.placed_at),
      next_actions: actionsOnShopOrder(row, side),
    }
  })
}

/** One shop order within reach. @throws shop_order_not_found */
export async function findShopOrder(container: MedusaContainer, id: string, reach: Reach): Promise<OrderRow> {
  const [row] = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).listShopOrders({ id, ...rowsWithin(reach) })
  return row ?? refuse("shop_order_not_found", { id })
}

/** One shop order, answered. @throws shop_order_not_found */
export async function oneShopOrder(container: MedusaContainer, id: string, reach: Reach): Promise<{ shop_order: z.infer<typeof ShopOrderAnswer> }> {
  const [shop_order] = await shopOrderAnswers(container, [await findShopOrder(container, id, reach)], "merchant")
  return { shop_order: shop_order ?? refuse("shop_order_not_found", { id }) }
}
