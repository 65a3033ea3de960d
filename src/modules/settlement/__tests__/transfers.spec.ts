import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import { forgetAccounts } from "../erasure"
import { PASAJ_SETTLEMENT } from "../index"
import type SettlementModuleService from "../service"
import { approved, ask, member, money, operator, policy, refusal, released, settlementModule, SHEBA } from "./arrange"

jest.setTimeout(60_000)

const noon = "2026-11-23T12:00:00.000Z"
const mellat = (bank_reference: string) => ({ bank: "mellat", bank_reference })

moduleIntegrationTestRunner<SettlementModuleService>({
  moduleName: PASAJ_SETTLEMENT,
  ...settlementModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const pay = (id: string | undefined, reference: string, when = noon) => service.payTransfer(id ?? "", mellat(reference), when, operator)
    const stateOf = async (id: string) => (await service.retrieveMerchantSettlement(id)).state
    const journals = async (like: string) => sql.execute<{ key: string }>("select key from ledger_journal where key like ? order by id", [like])

    test("K6 the last transfer paid makes the settlement paid; every rial has left the reserve for the bank", async () => {
      const { id, transfers } = await approved(service, sql, 900)
      const seen = []
      for (const [i, transfer] of transfers.entries()) {
        await pay(transfer, `9810${i}`)
        seen.push([await stateOf(id), (await money(sql)).bank])
      }
      expect(seen).toEqual([["approved", 400], ["approved", 800], ["paid", 900]])
      expect(await money(sql)).toEqual({ payable: 0, in_settlement: 0, bank: 900 })
      expect(await service.retrieveMerchantSettlement(id)).toMatchObject({ paid_at: new Date(noon) })
      expect(await service.retrieveSettlementTransfer(transfers[0] ?? "")).toMatchObject({ state: "paid", bank: "mellat", bank_reference: "98100", paid_at: new Date(noon) })
      expect(await service.reserved()).toEqual([])
    })

    test("every move is written down with its actor, its time and its reason, and stays so", async () => {
      const { id, transfers } = await approved(service, sql, 300)
      await service.rejectTransfer(transfers[0] ?? "", "account closed", noon, operator)
      const history = await sql.execute("select machine, row_id, event, actor_type, actor_id, reason from settlement_history order by id")
      expect(history).toEqual([
        { machine: "settlement", row_id: id, event: "approve", actor_type: "operator", actor_id: "user_1", reason: null },
        { machine: "transfer", row_id: transfers[0], event: "reject", actor_type: "operator", actor_id: "user_1", reason: "account closed" },
        { machine: "settlement", row_id: id, event: "fail", actor_type: "operator", actor_id: "user_1", reason: null },
      ])
      await expect(sql.execute("update settlement_history set reason = 'other'")).rejects.toThrow()
      await expect(sql.execute("delete from settlement_history")).rejects.toThrow()
    })

    test.each([
      ["98100",     "the same reference"],
      [" 981 00 ",  "with gaps"],
      ["۹۸۱۰۰",     "in Persian digits"],
    ])("the same payment told again changes nothing: '%s' (%s)", async (reference) => {
      const { id, transfers } = await approved(service, sql, 300)
      await pay(transfers[0], "98100")
      const before = [await service.listSettlementTransfers({}), await money(sql)]
      await pay(transfers[0], reference, "2026-11-29T12:00:00.000Z")
      expect([await service.listSettlementTransfers({}), await money(sql)]).toEqual(before)
      expect(await stateOf(id)).toBe("paid")
      expect(await sql.execute("select id from settlement_history where event = 'pay'")).toHaveLength(2)
    })

    test("eight pay the same transfer at once: one journal, one history row, no refusal", async () => {
      const { id, transfers } = await approved(service, sql, 300)
      await Promise.all(Array.from({ length: 8 }, () => pay(transfers[0], "98100")))
      expect(await journals("transfer:%")).toEqual([{ key: `transfer:${transfers[0]}:paid` }])
      expect(await sql.execute("select id from settlement_history where machine = 'transfer'")).toHaveLength(1)
      expect([await stateOf(id), await money(sql)]).toEqual(["paid", { payable: 0, in_settlement: 0, bank: 300 }])
    })

    test("eight pay it at once under eight references: one is paid, seven are told", async () => {
      const { transfers } = await approved(service, sql, 300)
      const settled = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => pay(transfers[0], `9810${i}`)))
      expect(settled.filter((one) => one.status === "rejected" && isRefusal(one.reason, "transfer_already_paid"))).toHaveLength(7)
      expect(await money(sql)).toEqual({ payable: 0, in_settlement: 0, bank: 300 })
    })

    test("all transfers of a settlement paid at once: the settlement is paid, whoever was last", async () => {
      const { id, transfers } = await approved(service, sql, 2_000)
      await Promise.all(transfers.map((transfer, i) => pay(transfer, `9810${i}`)))
      expect([await stateOf(id), await money(sql)]).toEqual(["paid", { payable: 0, in_settlement: 0, bank: 2_000 }])
    })

    test("two transfers that claim one reference at once: one has it", async () => {
      const { transfers } = await approved(service, sql, 900)
      const settled = await Promise.allSettled(transfers.map((transfer) => pay(transfer, "98100")))
      expect(settled.filter((one) => one.status === "rejected" && isRefusal(one.reason, "bank_reference_used"))).toHaveLength(2)
      expect((await service.listSettlementTransfers({ state: "planned", bank_reference: null }))).toHaveLength(2)
      expect((await journals("transfer:%"))).toHaveLength(1)
    })

    test("another bank may use the same reference", async () => {
      const { transfers } = await approved(service, sql, 800)
      await pay(transfers[0], "98100")
      await service.payTransfer(transfers[1] ?? "", { bank: "saman", bank_reference: "98100" }, noon, operator)
      expect((await money(sql)).in_settlement).toBe(0)
    })

    test("rejected: payable again; the settlement is as far as the rest of it", async () => {
      const { id, transfers } = await approved(service, sql, 900)
      await service.rejectTransfer(transfers[2] ?? "", "no such account", noon, operator)
      expect([await stateOf(id), await money(sql)]).toEqual(["approved", { payable: 100, in_settlement: 800, bank: 0 }])
      await pay(transfers[0], "98100")
      await pay(transfers[1], "98101")
      expect([await stateOf(id), await money(sql)]).toEqual(["partly_paid", { payable: 100, in_settlement: 0, bank: 800 }])
    })

    test("returned: payable again, and nothing more is paid to that account until it is registered anew", async () => {
      const { id, transfers } = await approved(service, sql, 300)
      await pay(transfers[0], "98100")
      await service.returnTransfer(transfers[0] ?? "", "account closed", noon, operator)
      expect([await stateOf(id), await money(sql)]).toEqual(["failed", { payable: 300, in_settlement: 0, bank: 0 }])
      expect(await service.retrieveSettlementTransfer(transfers[0] ?? "")).toMatchObject({ state: "returned", reason: "account closed", bank_reference: "98100" })
      expect(await refusal(service.request(ask(300), noon, member.id), "payout_account_missing")).toBe(true)
      await service.registerPayoutAccount({ merchant_id: "m1", sheba: SHEBA, holder: "Sara Azizi" }, policy, noon)
      await service.request(ask(300), noon, member.id)
    })

    test("a returned transfer told as paid again, from an old answer of the bank, stays returned", async () => {
      const { transfers } = await approved(service, sql, 300)
      await pay(transfers[0], "98100")
      await service.returnTransfer(transfers[0] ?? "", "account closed", noon, operator)
      await pay(transfers[0], "98100")
      expect(await money(sql)).toEqual({ payable: 300, in_settlement: 0, bank: 0 })
    })

    test("paid and rejected by eight at once: one of the two, once", async () => {
      const { id, transfers } = await approved(service, sql, 300)
      await Promise.allSettled(Array.from({ length: 8 }, (_, i) =>
        i % 2 ? pay(transfers[0], "98100") : service.rejectTransfer(transfers[0] ?? "", "closed", noon, operator)))
      const paid = (await stateOf(id)) === "paid"
      expect(await money(sql)).toEqual(paid ? { payable: 0, in_settlement: 0, bank: 300 } : { payable: 300, in_settlement: 0, bank: 0 })
      expect(await journals("transfer:%")).toHaveLength(1)
    })

    test.each<[ErrorCode, string, (id: string) => Promise<unknown>]>([
      ["transfer_already_paid",  "paid under another reference",  async (id) => { await pay(id, "98100"); await pay(id, "98101") }],
      ["transfer_already_paid",  "paid by another bank",          async (id) => { await pay(id, "98100"); await service.payTransfer(id, { bank: "saman", bank_reference: "98100" }, noon, operator) }],
      ["bank_reference_invalid", "words for a reference",         (id) => pay(id, "رسید")],
      ["wrong_state",            "returned before it was paid",   (id) => service.returnTransfer(id, "closed", noon, operator)],
      ["wrong_state",            "rejected after it was paid",    async (id) => { await pay(id, "98100"); await service.rejectTransfer(id, "closed", noon, operator) }],
      ["wrong_state",            "paid after it was rejected",    async (id) => { await service.rejectTransfer(id, "closed", noon, operator); await pay(id, "98100") }],
      ["wrong_state",            "returned twice",                async (id) => { await pay(id, "98100"); await service.returnTransfer(id, "x", noon, operator); await service.returnTransfer(id, "x", noon, operator) }],
      ["transfer_not_found",     "one that is not there",         () => pay("trf_none", "98100")],
      ["account_unknown",        "a bank the chart cannot name",  (id) => service.payTransfer(id, { bank: "بانک ملت", bank_reference: "98100" }, noon, operator)],
    ])("refused: %s (%s); the books stay whole", async (code, _, act) => {
      const { transfers } = await approved(service, sql, 300)
      await released(sql, 7, "m2")
      expect(await refusal(act(transfers[0] ?? ""), code)).toBe(true)
      const { payable, in_settlement, bank } = await money(sql)
      expect(payable + in_settlement + bank).toBe(300)
    })

    test("O9 whom the legal time has let go is in no account, settlement or transfer; sums and the bank's references stay", async () => {
      const { id, transfers } = await approved(service, sql, 300)
      await pay(transfers[0], "98100")
      await service.returnTransfer(transfers[0] ?? "", `the account of Sara Azizi, ${SHEBA}, is closed`, noon, operator)
      await released(sql, 7, "m2")
      await service.registerPayoutAccount({ merchant_id: "m2", sheba: SHEBA, holder: "Another" }, policy, noon)
      for (let twice = 0; twice < 2; twice++) await forgetAccounts(sql, ["m1"])

      const [books] = await sql.execute(
        `select (select jsonb_agg(to_jsonb(a)) from payout_account a where merchant_id = 'm1')::text || (select to_jsonb(s) from merchant_settlement s)::text
           || (select to_jsonb(t) from settlement_transfer t)::text || (select jsonb_agg(to_jsonb(h)) from settlement_history h)::text as said`,
      )
      expect(JSON.stringify(books)).not.toMatch(/Azizi|IR0629/)
      expect(await service.retrieveMerchantSettlement(id)).toMatchObject({ sheba: "erased", state: "failed" })
      expect(await sql.execute("select bank_reference, holder from settlement_transfer")).toEqual([{ bank_reference: "98100", holder: "erased" }])
      expect(await sql.execute("select holder from payout_account where merchant_id = 'm2'")).toEqual([{ holder: "Another" }])
      for (const change of ["reason = 'other'", "reason = null, event = 'pay'"]) {
        await expect(sql.execute(`update settlement_history set ${change}`)).rejects.toThrow(/append-only/)
      }
    })

    test.each([
      ["update settlement_transfer set state = 'paid' where state = 'planned'",   "paid without the bank's word"],
      ["update settlement_transfer set bank = 'mellat' where bank is null",       "half of the bank's word"],
      ["update merchant_settlement set amount_minor = 0",                         "a settlement of nothing"],
      ["update merchant_settlement set approved_at = null",                       "approved by nobody knows when"],
      ["update payout_account set sheba = 'IR12'",                                "no Sheba"],
      ["insert into settlement_transfer (id, settlement_id, sequence, state, amount_minor, sheba, holder) select 'x', settlement_id, sequence, state, 1, sheba, holder from settlement_transfer", "the same place twice"],
    ])("the database refuses: %s (%s)", async (text) => {
      await approved(service, sql, 300)
      await expect(sql.execute(text)).rejects.toThrow()
    })
  },
})
