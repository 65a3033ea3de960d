import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { ordersToSettle } from "../following"
import type EscrowModuleService from "../service"
import { escrowModule } from "./arrange"

jest.setTimeout(60_000)

const at = "2026-11-21T08:00:00.000Z"

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }

    test("cancellations that Medusa refuses again and again hide no newer one", async () => {
      await sql.execute(
        `insert into escrow_order (order_id, display_id, currency, total_minor, own_income_minor, own_tax_minor, placed_at)
         select 'order_' || n, n, 'irr', 100, 0, 0, now() from generate_series(1, 4) n`)
      await sql.execute(
        `insert into escrow_cancellation (id, order_id, whole, lines, currency, amount_minor, refund_minor, actor_type, actor_id, reason, at, attempts, created_at)
         select 'canc_' || n, 'order_' || n, true, '[]', 'irr', 100, 0, 'operator', 'user_1', 'test', now(), case when n < 4 then 9 else 0 end, now() + n * interval '1 second'
         from generate_series(1, 4) n`)
      expect(await ordersToSettle(sql, at, 3)).toEqual(["order_4", "order_1", "order_2"])
    })
  },
})
