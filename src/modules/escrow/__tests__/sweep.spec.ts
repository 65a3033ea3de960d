import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { postWithin, type SqlManager } from "../../../adapters/ledger"
import { account } from "../../../domain/chart"
import { journal } from "../../../domain/journal"
import type { SweptTo } from "../consent"
import type EscrowModuleService from "../service"
import { escrowModule } from "./arrange"

jest.setTimeout(60_000)

const due = "2026-11-29T08:00:00.000Z"
const before = "2026-11-29T07:59:59.999Z"
const CHUNK = 7

/** Orders of one parcel each, with money in their holds and windows that end at `due`. */
async function waiting(sql: SqlManager, count: number): Promise<void> {
  const numbers = "generate_series(1, ?) n"
  await sql.execute(
    `insert into escrow_order (order_id, display_id, currency, total_minor, own_income_minor, own_tax_minor, placed_at)
     select 'order_' || n, n, 'irr', 100, 0, 0, now() from ${numbers}`, [count])
  await sql.execute(
    `insert into shop_order (id, order_id, display_id, shop_id, merchant_id, state, currency, amount_minor, placed_at)
     select 'sord_' || n, 'order_' || n, n, 's1', 'm' || n % 3, 'delivered', 'irr', 100, now() from ${numbers}`, [count])
  await sql.execute(
    `insert into escrow_hold (id, order_id, shop_order_id, shop_id, merchant_id, state, currency, amount_minor)
     select 'hold_' || n, 'order_' || n, 'sord_' || n, 's1', 'm' || n % 3, 'held', 'irr', 100 from ${numbers}`, [count])
  await sql.execute(
    `insert into escrow_parcel (id, shop_order_id, hold_id, order_id, merchant_id, state, carrier, tracking_code, currency, amount_minor,
       packed_at, handed_over_at, delivered_at, delivery_evidence)
     select 'prcl_' || n, 'sord_' || n, 'hold_' || n, 'order_' || n, 'm' || n % 3, 'delivered', 'Iran Post', 'RR' || n, 'irr', 100,
       now(), now(), now(), 'operator' from ${numbers}`, [count])
  await sql.execute(
    `insert into consent_window (id, parcel_id, state, policy, opened_at, due_at)
     select 'cwin_' || n, 'prcl_' || n, 'open', '{}', now(), ?::timestamptz from ${numbers}`, [due, count])
  await postWithin(sql, Array.from({ length: count }, (_, n) => journal(`capture:${n + 1}:fund`, "capture_funded", "test", [
    { from: account.gateway("pp_test"), to: account.hold(`hold_${n + 1}`), amount: { minor: 100, currency: "irr" } },
  ])), due)
}

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const sweep = async (at: string): Promise<number> => {
      let after: SweptTo | null = null
      for (let all = 0; ; ) {
        const { released, to } = await service.lapseDue(at, CHUNK, after)
        all += released
        if (released < CHUNK) return all
        after = to
      }
    }
    const count = async (text: string): Promise<number> => Number((await sql.execute<{ count: string }>(`select count(*) as count ${text}`))[0]?.count)

    test("K4 the last millisecond is the buyer's: a sweep one millisecond before releases nothing, at the instant everything", async () => {
      await waiting(sql, 20)
      expect(await sweep(before)).toBe(0)
      expect(await sweep(due)).toBe(20)
      expect(await sweep(due)).toBe(0)
      expect(await count("from ledger_journal where kind = 'parcel_released'")).toBe(20)
      expect(await count("from escrow_hold where state = 'finished'")).toBe(20)
      expect(await count("from shop_order where state = 'completed'")).toBe(20)
      expect(await count("from ledger_account where name like 'hold:%' and balance <> 0")).toBe(0)
      expect(await count("from escrow_history where machine = 'consent window' and event = 'lapse'")).toBe(20)
    })

    test("K4 sweepers at once share the work, and no parcel is released twice", async () => {
      await waiting(sql, 150)
      const done = await Promise.all([sweep(due), sweep(due), sweep(due)])
      const rest = await sweep(due)
      expect(done.reduce((all, each) => all + each, rest)).toBe(150)
      expect(await count("from ledger_journal where kind = 'parcel_released'")).toBe(150)
      expect(await count("from escrow_history where machine = 'parcel' and event = 'release'")).toBe(150)
      expect(await count("from (select row_id from escrow_history where machine = 'parcel' group by row_id having count(*) > 1) twice")).toBe(0)
    })

    test("what an objection holds back is not swept, nor a parcel that never arrived", async () => {
      await waiting(sql, 3)
      await sql.execute("update consent_window set state = 'paused', due_at = null, remaining_ms = 5 where parcel_id = 'prcl_1'")
      await sql.execute("update escrow_parcel set state = 'handed_over' where id = 'prcl_2'")
      expect(await sweep(due)).toBe(1)
      expect(await count("from escrow_parcel where state = 'released' and id = 'prcl_3'")).toBe(1)
    })
  },
})
