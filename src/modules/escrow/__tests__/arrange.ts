import { join } from "node:path"

import type { SqlManager } from "../../../adapters/ledger"
import type { Actor } from "../../../domain/actor"
import type { BusinessCalendar } from "../../../domain/calendar"
import { money } from "../../../domain/money"
import { partsThatDoNotAddUp } from "../checks"
import { growParts, type GrownLine } from "../growth"
import { PASAJ_ESCROW } from "../index"
import { ConsentWindow } from "../models/consent-window"
import { EscrowOrder } from "../models/escrow-order"
import { EscrowHold } from "../models/hold"
import { EscrowParcel } from "../models/parcel"
import { ShopOrder } from "../models/shop-order"
import { ShopOrderLine } from "../models/shop-order-line"
import { handOver } from "../parcels"
import type EscrowModuleService from "../service"
import { standingOf, type Part } from "../standing"

/** The module as it is installed: its tables, and the ledger that its journals go to. */
export const escrowModule = {
  moduleName: PASAJ_ESCROW,
  moduleModels: [EscrowOrder, ShopOrder, ShopOrderLine, EscrowHold, EscrowParcel, ConsentWindow],
  resolve: join(__dirname, ".."),
  pathToMigrations: [join(__dirname, "../migrations"), join(__dirname, "../../ledger/migrations")],
}

export const at = "2026-11-21T08:00:00.000Z"
export const operator: Actor = { type: "operator", id: "user_1" }
export const calendar: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: [], holidays: {} }
export const irr = (minor: number) => money(minor, "irr")

/** Orders of one line of two units a shop, all of one merchant, and what the books say of them. */
export function booksOf(service: EscrowModuleService, sql: SqlManager) {
  const balance = async (name: string): Promise<number> => Number((await sql.execute<{ balance: string }>("select coalesce(balance, 0) as balance from ledger_account where name = ?", [name]))[0]?.balance ?? 0)
  /** Of an account whose balance is the sum of its postings. */
  const summed = async (name: string): Promise<number> =>
    Number((await sql.execute<{ minor: string }>("select coalesce(sum(case when to_account = ? then amount else -amount end), 0) as minor from ledger_posting where ? in (from_account, to_account)", [name, name]))[0]?.minor)
  const parts = async (order: string): Promise<Part[]> => (await service.within((manager) => standingOf(manager, order))).parts
  const capture = (order_id: string, id: string, minor: number) => service.fund({ id, order_id, provider: "pp_test", amount: irr(minor) }, at)
  /** @param own the marketplace's own income of the order, its shipping */
  const open = (order_id: string, lines: Record<string, number>, own = 0) =>
    service.openOrder(
      { order_id, display_id: 1, placed_at: at, titles: {}, products: {}, exemptions: {} },
      {
        currency: "irr", total: irr(Object.values(lines).reduce((all, each) => all + each, own)), own_income: irr(own), own_tax: irr(0),
        parts: Object.entries(lines).map(([shop_id, minor]) => ({ shop_id, merchant_id: "mer_1", amount: irr(minor), lines: [{ line_id: `line_${order_id}_${shop_id}`, quantity: 2, amount: irr(minor) }] })),
      }, at,
    )
  async function send(part: Part): Promise<string> {
    await service.moveShopOrders([part.shop_order_id], "accept", at, operator)
    const { parcel_id } = await service.pack({ shop_order_id: part.shop_order_id, carrier: "Iran Post", tracking_code: "RR123456789IR" }, at)
    await service.within((manager) => handOver(manager, parcel_id, `ful_${parcel_id}`, at, operator))
    return parcel_id
  }
  const release = async (part: Part): Promise<void> => service.consent(await send(part), calendar, at, operator)
  const grown = (shop_id: string, line_item_id: string, quantity: number, total_minor: number): GrownLine =>
    ({ shop_id, line_item_id, quantity, total_minor, merchant_id: "mer_1", product_id: null, exemption: null, title: "Scarf" })
  const grow = (order: string, lines: GrownLine[]) => service.within((manager) => growParts(manager, order, lines, 0, at, operator))
  const addsUp = async () => expect(await partsThatDoNotAddUp(sql)).toEqual([])
  const refunds = async (order: string): Promise<number[]> =>
    (await sql.execute<{ minor: string }>("select amount_minor as minor from escrow_refund where order_id = ? order by id", [order])).map((row) => Number(row.minor))
  return { balance, summed, parts, capture, open, send, release, grown, grow, addsUp, refunds }
}
