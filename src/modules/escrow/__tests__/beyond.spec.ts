import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { money } from "../../../domain/money"
import { giveBackBeyond } from "../beyond"
import { cancelParts } from "../cancellations"
import type EscrowModuleService from "../service"
import { escrowModule } from "./arrange"

jest.setTimeout(120_000)

const at = "2026-11-21T08:00:00.000Z"
const irr = (minor: number) => money(minor, "irr")

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const count = async (text: string): Promise<number> => Number((await sql.execute<{ count: string }>(`select count(*) as count ${text}`))[0]?.count)

    test("K2 what is paid for an order that was cancelled meanwhile is noted, and due back once, also when eight say so at once", async () => {
      const line = { shop_id: "s1", merchant_id: "mer_1", amount: irr(600), lines: [{ line_id: "line_1", quantity: 1, amount: irr(600) }] }
      await service.openOrder({ order_id: "o1", display_id: 1, placed_at: at, titles: {}, products: {}, exemptions: {} }, { currency: "irr", total: irr(600), own_income: irr(0), own_tax: irr(0), parts: [line] }, at)
      await service.within((manager) => cancelParts(manager, { order_id: "o1", scope: {}, reason: "changed my mind", actor: { type: "customer", id: "cus_1" }, own_lines: 0 }, at))
      await service.fund({ id: "c1", order_id: "o1", provider: "pp_test", amount: irr(600) }, at)
      expect(await count("from escrow_followup where order_id = 'o1'")).toBe(1)

      const back = (owed: number) => service.within((manager) => giveBackBeyond(manager, "o1", owed, at, at))
      expect(await back(0)).toBeNull() // it may be for what an edit has added
      await Promise.all(Array.from({ length: 8 }, () => back(600)))
      expect(await count("from escrow_refund where order_id = 'o1' and amount_minor = 600")).toBe(1)
      expect(await count("from ledger_account where name = 'buyer:o1:refund_due' and balance = 600")).toBe(1)
    })
  },
})
