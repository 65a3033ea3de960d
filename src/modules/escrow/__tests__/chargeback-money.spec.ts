import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { giveBackBeyond } from "../beyond"
import { cancelParts } from "../cancellations"
import { winChargeback } from "../chargeback-ends"
import { recordChargeback } from "../chargebacks"
import { owedToBuyer } from "../refund-reads"
import type EscrowModuleService from "../service"
import { standingOf } from "../standing"
import { at, booksOf, escrowModule, operator } from "./arrange"

jest.setTimeout(120_000)

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const { summed, capture, open, addsUp, refunds } = booksOf(service, sql)
    const taken = (order_id: string, amount_minor: number) =>
      service.within((manager) => recordChargeback(manager, { order_id, provider: "pp_test", reference: `taken_${order_id}`, amount_minor, fee_minor: 0 }, at, operator))
    const won = (id: string) => service.within((manager) => winChargeback(manager, { id, reference: `won_${id}`, note: "won" }, at, operator))
    const cancelled = (order_id: string) =>
      service.within((manager) => cancelParts(manager, { order_id, scope: {}, reason: "out of stock", actor: operator, own_lines: 0 }, at))
    const ownOf = async (order: string) => (await service.within((manager) => standingOf(manager, order))).own[0]

    test("K2 a payment that the bank has taken back as a whole is not paid again by a cancellation; given back, it is due to the buyer", async () => {
      await open("o1", { s1: 1_000 }, 100)
      await capture("o1", "c1", 1_100)
      const id = await taken("o1", 1_100)
      expect([await summed("platform:order_income"), await summed("platform:loss")]).toEqual([0, 0])
      await cancelled("o1")
      expect(await refunds("o1")).toEqual([])
      await won(id)
      expect((await refunds("o1")).sort()).toEqual([100, 1_000])
      expect([await summed("buyer:o1:refund_due"), await summed("platform:order_income"), await summed("gateway:pp_test")]).toEqual([1_100, 0, -1_100])
      await addsUp()
    })

    test("K2 what a chargeback took of the marketplace's own income is its own again when it is won", async () => {
      await open("o2", { s1: 1_000 }, 100)
      await capture("o2", "c2", 1_100)
      const id = await taken("o2", 1_050)
      expect(await ownOf("o2")).toMatchObject({ due: 50, brought: 100, left: 50 })
      await won(id)
      expect(await ownOf("o2")).toMatchObject({ due: 100, brought: 100, left: 0 })
      expect(await refunds("o2")).toEqual([])
      expect([await summed("platform:order_income"), await summed("platform:loss")]).toEqual([100, 0])
      await addsUp()
    })

    test("K2 what was paid twice, and the bank gave back, is given back by the bank alone; won, it is owed as before", async () => {
      await open("o3", { s1: 1_000 })
      await capture("o3", "c3", 1_000)
      await capture("o3", "c3b", 1_000)
      const back = (owed: number) => service.within((manager) => giveBackBeyond(manager, "o3", owed, at, at))
      const id = await taken("o3", 1_000)
      expect([await summed("suspense:overpaid"), await summed("platform:loss")]).toEqual([0, 0])
      expect(await back(1_000)).toBeNull() // Medusa knows of no chargeback, and goes on owing it
      expect(await service.within((manager) => owedToBuyer(manager, "o3"))).toBe(1_000)
      await won(id)
      expect(await sql.execute("select 1 from escrow_followup where order_id = 'o3'")).toHaveLength(1)
      expect(await back(1_000)).not.toBeNull()
      expect(await refunds("o3")).toEqual([1_000])
      await addsUp()
    })
  },
})
