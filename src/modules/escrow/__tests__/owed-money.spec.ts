import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { suspend } from "../adoption"
import { recordChargeback } from "../chargebacks"
import { queueOwed } from "../owed"
import { owePriceCuts, priceKey } from "../price-cuts"
import { grantRefund } from "../refunds"
import type EscrowModuleService from "../service"
import { at, booksOf, escrowModule, irr, operator } from "./arrange"

jest.setTimeout(120_000)

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const { capture, open, parts, grown, grow, addsUp, refunds } = booksOf(service, sql)
    const queue = async (order: string) =>
      (await sql.execute<{ reference: string }>("select reference from escrow_suspense where order_id = ? and state = 'open' order by reference", [order])).map((row) => row.reference)

    test("K2 a line made cheaper, dearer again and as cheap once more: the difference is due each time, and once for each edit", async () => {
      await open("o1", { s1: 10_000 })
      await capture("o1", "c1", 10_000)
      const line_item_id = "line_o1_s1"
      const cut = (change_id: string, owed_minor: number) =>
        service.within((manager) => owePriceCuts(manager, { order_id: "o1", lines: [{ line_item_id, minor: 2_000, change_id }], owed_minor, refund_after: at }, at))
      await cut("ordch_1", 2_000)
      await service.within((manager) => suspend(manager, { order_id: "o1", source: "edit", reference: priceKey(line_item_id, "ordch_2"), amount: irr(0), note: "made dearer" }, at))
      await capture("o1", "c1b", 2_000)
      expect(await grow("o1", [grown("s1", line_item_id, 2, 10_000)])).toEqual([line_item_id])
      expect(await queue("o1")).toEqual([])
      await cut("ordch_3", 4_000)
      await cut("ordch_3", 6_000)
      expect(await refunds("o1")).toEqual([2_000, 2_000])
      expect(await parts("o1")).toMatchObject([{ due: 8_000, lines: [{ amount: 8_000 }] }])
      await addsUp()
    })

    test("K2 what Medusa owes and no rule explains is in the queue, once, and as long as it is owed; again when it is owed again", async () => {
      await open("o2", { s1: 1_000 }, 100)
      await capture("o2", "c2", 1_100)
      const owes = (minor: number) => service.within((manager) => queueOwed(manager, { order_id: "o2", currency: "irr", owes_minor: minor, lines: 2 }, at))
      await owes(1) // what Medusa does not round
      expect(await queue("o2")).toEqual([])
      await Promise.all([owes(500), owes(500), owes(500)])
      expect(await queue("o2")).toEqual(["owes:o2:500"])
      await owes(0)
      expect(await queue("o2")).toEqual([])
      await owes(500)
      expect(await queue("o2")).toEqual(["owes:o2:500"])
      // A refund that is due explains it.
      await service.within(async (manager) => grantRefund(manager, { shop_order_id: (await parts("o2"))[0]?.shop_order_id ?? "", amount_minor: 500, reason: "a scratch", reference: "g2" }, at))
      await owes(500)
      expect(await queue("o2")).toEqual([])
      // Something else that waits for this order may be why.
      await service.within((manager) => suspend(manager, { order_id: "o2", source: "edit", reference: "sent:line_o2_s1", amount: irr(0), note: "taken out of a parcel" }, at))
      await owes(900)
      expect(await queue("o2")).toEqual(["sent:line_o2_s1"])
    })

    test("K2 of an order that a bank has charged back Medusa owes what it knows nothing of: that is no riddle", async () => {
      await open("o3", { s1: 1_000 })
      await capture("o3", "c3", 1_000)
      await service.within((manager) => recordChargeback(manager, { order_id: "o3", provider: "pp_test", reference: "r3", amount_minor: 1_000, fee_minor: 0 }, at, operator))
      await service.within((manager) => queueOwed(manager, { order_id: "o3", currency: "irr", owes_minor: 1_000, lines: 1 }, at))
      expect(await queue("o3")).toEqual([])
    })
  },
})
