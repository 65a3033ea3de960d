import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { bookRefund } from "../adoption"
import { cancelParts } from "../cancellations"
import { recordChargeback } from "../chargebacks"
import { winChargeback } from "../chargeback-ends"
import { grantRefund } from "../refunds"
import type EscrowModuleService from "../service"
import { at, booksOf, escrowModule, irr, operator } from "./arrange"

jest.setTimeout(120_000)

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const { balance, summed: suspense, parts, capture, open, release, grown, grow, addsUp } = booksOf(service, sql)

    test("K5 what a chargeback takes of a merchant with two shops in an order is each shop's own part's, and comes back to it", async () => {
      await open("o1", { s1: 600, s2: 400 })
      await capture("o1", "c1", 1_000)
      for (const part of await parts("o1")) await release(part)
      const recoverable = async () => Object.fromEntries((await parts("o1")).map((part) => [part.shop_id, part.recoverable]))
      expect(await recoverable()).toEqual({ s1: 600, s2: 400 })
      const id = await service.within((manager) => recordChargeback(manager, { order_id: "o1", provider: "pp_test", reference: "r1", amount_minor: 500, fee_minor: 0 }, at, operator))
      expect(await recoverable()).toEqual({ s1: 300, s2: 200 })
      await service.within((manager) => winChargeback(manager, { id, reference: "e1", note: "won" }, at, operator))
      expect(await recoverable()).toEqual({ s1: 600, s2: 400 })
      expect(await balance("merchant:mer_1:payable")).toBe(1_000)
      await addsUp()
    })

    test("P2 a line of a shop that has no part in the order gets one, paid, when its money has been captured", async () => {
      await open("o2", { s1: 600 })
      await capture("o2", "c2", 600)
      expect(await grow("o2", [grown("s2", "line_new", 1, 250)])).toEqual([]) // nobody has paid for it
      await capture("o2", "c2b", 250)
      expect(await grow("o2", [grown("s2", "line_new", 1, 250)])).toEqual(["line_new"])
      const made = (await parts("o2")).find((part) => part.shop_id === "s2")
      expect(made).toMatchObject({ state: "paid", hold_state: "held", due: 250, lines: [{ line_item_id: "line_new", quantity: 1, amount: 250 }] })
      expect(await balance(`hold:${made?.hold_id}`)).toBe(250)
      expect(await suspense("suspense:overpaid")).toBe(0)
      if (made) await release(made)
      expect((await parts("o2")).find((part) => part.shop_id === "s2")).toMatchObject({ state: "completed", hold_state: "finished" })
      await addsUp()
    })

    test("P2 a shop whose part was cancelled gets another; a line that was cancelled and is wanted again counts again", async () => {
      await open("o3", { s1: 600, s2: 400 })
      await capture("o3", "c3", 1_000)
      const second = (await parts("o3")).find((part) => part.shop_id === "s2")
      await service.within((manager) => cancelParts(manager, { order_id: "o3", scope: { shop_order_id: second?.shop_order_id ?? "" }, reason: "out of stock", actor: operator, own_lines: 0 }, at))
      await capture("o3", "c3b", 400)
      expect(await grow("o3", [grown("s2", "line_o3_s2", 2, 400)])).toEqual(["line_o3_s2"])
      const of = (await parts("o3")).filter((part) => part.shop_id === "s2")
      expect(of.map((part) => part.state).sort()).toEqual(["cancelled", "paid"])
      const made = of.find((part) => part.state === "paid")
      expect(made).toMatchObject({ due: 400, lines: [{ line_item_id: "line_o3_s2", quantity: 2 }] })
      if (made) await release(made)
      expect(await balance("merchant:mer_1:payable")).toBe(400)
      await addsUp()
    })

    test("P2 a line that a refund made smaller still grows by what was paid for, not by the refund's money again; a unit's fraction holds nobody up", async () => {
      await open("o4", { s1: 600 })
      await capture("o4", "c4", 600)
      const [part] = await parts("o4")
      await service.within((manager) => grantRefund(manager, { shop_order_id: part?.shop_order_id ?? "", amount_minor: 100, reason: "a scratch", reference: "g1" }, at))
      await capture("o4", "c4b", 299)
      expect(await grow("o4", [grown("s1", "line_o4_s1", 3, 900)])).toEqual(["line_o4_s1"])
      expect(await parts("o4")).toMatchObject([{ due: 799, lines: [{ quantity: 3, amount: 799 }] }])
      expect(await balance(`hold:${part?.hold_id}`)).toBe(799)
      await addsUp()
    })

    test("K2 a payment that crosses a cancellation: Medusa's own refund of it is explained, and nothing waits in suspense", async () => {
      await open("o5", { s1: 600 })
      await service.within((manager) => cancelParts(manager, { order_id: "o5", scope: {}, reason: "changed my mind", actor: { type: "customer", id: "cus_1" }, own_lines: 0 }, at))
      await capture("o5", "c5", 600)
      expect(await suspense("suspense:overpaid")).toBe(600)
      const rule = await service.within((manager) => bookRefund(manager, { id: "ref_5", order_id: "o5", provider: "pp_test", amount: irr(600) }, null, at))
      expect(rule).toBe("held_parts")
      expect([await suspense("suspense:overpaid"), await suspense("suspense:refunds"), await balance("buyer:o5:refund_due")]).toEqual([0, 0, 0])
      expect(await sql.execute("select id from escrow_suspense where order_id = 'o5'")).toEqual([])
      await addsUp()
    })
  },
})
