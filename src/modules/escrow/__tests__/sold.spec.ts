import { moduleIntegrationTestRunner } from "@medusajs/test-utils"
import fc from "fast-check"

import type { SqlManager } from "../../../adapters/ledger"
import type { Actor } from "../../../domain/actor"
import { addToInstant, type BusinessCalendar, type Instant } from "../../../domain/calendar"
import type { Verdict } from "../../../domain/dispute"
import { money } from "../../../domain/money"
import type { SoldShare } from "../../../domain/sales"
import { winChargeback } from "../chargeback-ends"
import { recordChargeback } from "../chargebacks"
import { decideParcel, pauseWindow } from "../objections"
import { deliver, handOver } from "../parcels"
import { grantRefund } from "../refunds"
import type EscrowModuleService from "../service"
import { soldIn, type Slice } from "../sold"
import { standingOf } from "../standing"
import { escrowModule } from "./arrange"

jest.setTimeout(180_000)

const START = "2026-11-21T08:00:00.000Z"
const operator: Actor = { type: "operator", id: "user_1" }
const calendar: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: [], holidays: {} }
const irr = (minor: number) => money(minor, "irr")
const PAYABLE = "merchant:mer_1:payable"
type Line = { product: string; categories?: string[]; minor: number }

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    let orders = 0
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const partOf = async (order: string) => (await service.within((manager) => standingOf(manager, order))).parts[0]

    /** A paid order of one shop, all of it sent in one parcel that has arrived. */
    async function arrived(lines: Line[], at: Instant) {
      const order = `order_${(orders += 1)}`
      const total = irr(lines.reduce((all, each) => all + each.minor, 0))
      const id = (index: number) => `${order}_line_${index}`
      await service.openOrder(
        {
          order_id: order, display_id: 1, placed_at: at, titles: {}, exemptions: {},
          products: Object.fromEntries(lines.map((line, index) => [id(index), line.product])),
          categories: Object.fromEntries(lines.flatMap((line, index) => (line.categories === undefined ? [] : [[id(index), line.categories]]))),
        },
        {
          currency: "irr", total, own_income: irr(0), own_tax: irr(0),
          parts: [{ shop_id: "shop_1", merchant_id: "mer_1", amount: total, lines: lines.map((line, index) => ({ line_id: id(index), quantity: 1, amount: irr(line.minor) })) }],
        }, at,
      )
      await service.fund({ id: `cap_${order}`, order_id: order, provider: "pp_test", amount: total }, at)
      const part = await partOf(order)
      if (!part) throw new Error("no part")
      await service.moveShopOrders([part.shop_order_id], "accept", at, operator)
      const { parcel_id } = await service.pack({ shop_order_id: part.shop_order_id, carrier: "Iran Post", tracking_code: `RR${100_000_000 + orders}IR` }, at)
      await service.within((manager) => handOver(manager, parcel_id, `ful_${order}`, at, operator))
      await service.within((manager) => deliver(manager, { parcel_id, delivered_at: at, evidence: "operator", note: null }, calendar, at, operator))
      return { order, parcel_id, shop_order_id: part.shop_order_id }
    }
    const consent = (parcel: string, at: Instant) => service.consent(parcel, calendar, at, operator)
    const decide = (parcel: string, verdict: Verdict, at: Instant) =>
      service.within(async (manager) => {
        await pauseWindow(manager, parcel, "damaged", at, operator)
        await decideParcel(manager, `case_${parcel}`, parcel, verdict, at, operator)
      })
    const refund = (shop_order_id: string, amount_minor: number, reference: string, at: Instant) =>
      service.within((manager) => grantRefund(manager, { shop_order_id, amount_minor, reason: "a scratch", reference }, at))
    const chargeback = (order_id: string, amount_minor: number, at: Instant) =>
      service.within((manager) => recordChargeback(manager, { order_id, provider: "pp_test", reference: `cb_${order_id}`, amount_minor, fee_minor: 7 }, at, operator))
    const win = (id: string, at: Instant) => service.within((manager) => winChargeback(manager, { id, reference: `won_${id}`, note: "won" }, at, operator))

    const sold = (slices: Slice[]) => service.repairing((manager) => soldIn(manager, "mer_1", slices))
    const byProduct = (rows: SoldShare<number>[]) => {
      const sums = new Map<string, number>()
      for (const { at, product_id, category_ids, amount } of rows) {
        const key = `${at} ${product_id} ${(category_ids ?? ["?"]).join(",")}`
        sums.set(key, (sums.get(key) ?? 0) + amount.minor)
      }
      return Object.fromEntries([...sums].sort())
    }
    const day = (n: number): Instant => addToInstant(START, { days: n })
    const days = (...bounds: number[]): Slice[] => bounds.slice(1).map((until, i) => ({ from: day(bounds[i] ?? 0), until: day(until) }))

    test("K8 sales are by product and by its categories when it was ordered; of a line from before nobody knows them", async () => {
      const { parcel_id } = await arrived([{ product: "book", categories: ["pcat_books"], minor: 700 }, { product: "shoe", minor: 300 }, { product: "bag", categories: [], minor: 50 }], START)
      expect(await sold(days(0, 10))).toEqual([])
      await consent(parcel_id, day(1))
      expect(byProduct(await sold(days(0, 1)))).toEqual({})
      expect(byProduct(await sold(days(0, 1, 2)))).toEqual({ "1 book pcat_books": 700, "1 shoe ?": 300, "1 bag ": 50 })
    })

    test("K8 of a case that split a parcel counts what was released, shared over its items without losing a unit", async () => {
      const { parcel_id } = await arrived([{ product: "book", categories: [], minor: 100 }, { product: "shoe", categories: [], minor: 200 }], START)
      await decide(parcel_id, { for: "split", refund_minor: 200 }, day(1))
      expect(byProduct(await sold(days(0, 10)))).toEqual({ "0 book ": 33, "0 shoe ": 67 })
    })

    test("K8 a refund after release, and a chargeback, lessen the sales of their own time; won, it is a sale again", async () => {
      const { parcel_id, shop_order_id, order } = await arrived([{ product: "book", categories: [], minor: 300 }, { product: "shoe", categories: [], minor: 100 }], START)
      await consent(parcel_id, day(1))
      await refund(shop_order_id, 100, "r1", day(3))
      const taken = await chargeback(order, 200, day(5))
      await win(taken, day(7))
      // Of the 200 the bank takes, 100 were due back to the buyer already: they are no merchant's any more.
      expect(byProduct(await sold(days(0, 2, 4, 6, 8)))).toEqual({
        "0 book ": 300, "0 shoe ": 100, "1 book ": -75, "1 shoe ": -25, "2 book ": -75, "2 shoe ": -25, "3 book ": 75, "3 shoe ": 25,
      })
    })

    test("K8 law: in any time the sales are what the ledger released to the merchant, less what was taken back", async () => {
      const story = fc.record({
        lines: fc.array(fc.record({ product: fc.constantFrom("a", "b", "c"), minor: fc.integer({ min: 1, max: 10_000 }) }), { minLength: 1, maxLength: 4 }),
        end: fc.constantFrom("consent", "merchant", "buyer", "split"),
        share: fc.integer({ min: 1, max: 99 }),
        after: fc.constantFrom("nothing", "refund", "chargeback", "won"),
        on: fc.integer({ min: 0, max: 5 }),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(story, { minLength: 1, maxLength: 4 }), fc.array(fc.integer({ min: -1, max: 12 }), { minLength: 2, maxLength: 5 }), async (stories, cuts) => {
          for (const { lines, end, share, after, on } of stories) {
            const { order, parcel_id, shop_order_id } = await arrived(lines, day(on))
            const total = lines.reduce((all, each) => all + each.minor, 0)
            const part = Math.max(1, Math.floor((total * share) / 100))
            if (end === "consent") await consent(parcel_id, day(on + 1))
            else if (end === "split" && total > part) await decide(parcel_id, { for: "split", refund_minor: part }, day(on + 1))
            else await decide(parcel_id, { for: end === "buyer" ? "buyer" : "merchant" }, day(on + 1))
            const most = (await partOf(order))?.recoverable ?? 0
            if (after === "refund" && most >= part) await refund(shop_order_id, part, `r_${order}`, day(on + 3))
            if (after === "chargeback" || after === "won") {
              const taken = await chargeback(order, part, day(on + 3))
              if (after === "won") await win(taken, day(on + 5))
            }
          }
          const slices = days(...[...new Set(cuts)].sort((a, b) => a - b))
          const rows = await sold(slices)
          for (const [place, { from, until }] of slices.entries()) {
            const [row] = await sql.execute<{ minor: string }>(
              `select coalesce(sum(case when p.to_account = ? then p.amount else -p.amount end), 0) as minor from ledger_posting p join ledger_journal j on j.id = p.journal_id
               where ? in (p.from_account, p.to_account) and j.occurred_at >= ?::timestamptz and j.occurred_at < ?::timestamptz`, [PAYABLE, PAYABLE, from, until],
            )
            expect(rows.filter(({ at }) => at === place).reduce((all, { amount }) => all + amount.minor, 0)).toBe(Number(row?.minor))
          }
        }),
        { numRuns: 12 },
      )
    })
  },
})
