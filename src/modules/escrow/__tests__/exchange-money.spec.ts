import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { bookRefund, suspend } from "../adoption"
import { giveBackBeyond } from "../beyond"
import { closeTakenOff } from "../growth"
import { takeBack } from "../returns"
import type EscrowModuleService from "../service"
import { remainingOf } from "../standing"
import { at, booksOf, calendar, escrowModule, irr, operator } from "./arrange"

jest.setTimeout(120_000)

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const { summed, capture, open, parts, send, addsUp, refunds } = booksOf(service, sql)

    /** An order of two shops; all that the first sent has come back in exchange for a dearer thing that nobody has paid for yet. */
    async function exchanged(order_id: string): Promise<void> {
      await open(order_id, { s1: 1_000, s2: 700 })
      await capture(order_id, `cap_${order_id}`, 1_700)
      const first = (await parts(order_id)).find((part) => part.shop_id === "s1")
      if (first) await send(first)
      await service.within((manager) => suspend(manager, { order_id, source: "edit", reference: `added:new_${order_id}`, amount: irr(0), note: "a line of a shop's product was added" }, at))
      const received = { change_id: `exch_${order_id}`, order_id, source: "exchange" as const, units: [{ line_item_id: `line_${order_id}_s1`, quantity: 2 }], owed_minor: -500, own_minor: 0, unpaid_minor: 1_500, refund_after: at }
      await service.within((manager) => takeBack(manager, received, calendar, at, operator))
      expect(await summed("suspense:overpaid")).toBe(1_000)
    }
    const takenOff = (order: string, there: string[] = []) => service.within((manager) => closeTakenOff(manager, order, there, at, operator))
    const byHand = (order_id: string, minor: number) => service.within((manager) => bookRefund(manager, { id: `ref_${order_id}`, order_id, provider: "pp_test", amount: irr(minor) }, null, at))
    const second = async (order: string) => (await parts(order)).filter((part) => part.shop_id === "s2").map(remainingOf)[0]
    const queued = (order: string) => sql.execute("select reference from escrow_suspense where order_id = ? and state = 'open'", [order])
    const noneLeft = async () => {
      expect([await summed("suspense:overpaid"), await summed("suspense:refunds")]).toEqual([0, 0])
      await addsUp()
    }

    test("K2 what came back in exchange for something that was then taken off is the buyer's, once Medusa owes it, and once only", async () => {
      await exchanged("o1")
      const back = (owed: number) => service.within((manager) => giveBackBeyond(manager, "o1", owed, at, at))
      expect(await back(-500)).toBeNull() // the replacement waits to be paid for
      await Promise.all(Array.from({ length: 8 }, () => back(1_000)))
      expect(await refunds("o1")).toEqual([1_000])
      expect(await byHand("o1", 1_000)).toBe("was_due")
      expect(await second("o1")).toBe(700)
      await noneLeft()
    })

    test("K2 an operator's refund by hand of what came back in exchange, when nothing waits for it any more: no other shop pays it", async () => {
      await exchanged("o2")
      await takenOff("o2")
      expect(await queued("o2")).toEqual([])
      expect(await byHand("o2", 1_000)).toBe("held_parts")
      expect(await second("o2")).toBe(700)
      await noneLeft()
    })

    test("P2 while the replacement waits for the buyer's part of its price, what came back stays there for it", async () => {
      await exchanged("o3")
      await takenOff("o3", ["added:new_o3"])
      expect(await queued("o3")).toHaveLength(1)
      expect(await byHand("o3", 300)).toBe("held_parts")
      expect([await summed("suspense:overpaid"), await second("o3")]).toEqual([1_000, 400])
      await addsUp()
    })
  },
})
