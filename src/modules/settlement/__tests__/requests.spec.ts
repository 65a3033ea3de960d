import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import { minorOf } from "../../../adapters/columns"
import type { SqlManager } from "../../../adapters/ledger"
import type { ErrorCode } from "../../../domain/errors"
import { PASAJ_SETTLEMENT } from "../index"
import type SettlementModuleService from "../service"
import { approved, ask, at, member, money, operator, OTHER_SHEBA, policy, refusal, released, requested, settlementModule, SHEBA } from "./arrange"

jest.setTimeout(60_000)

const later = "2026-11-23T08:00:00.000Z"

moduleIntegrationTestRunner<SettlementModuleService>({
  moduleName: PASAJ_SETTLEMENT,
  ...settlementModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }
    const register = (sheba = SHEBA, holder = "Sara Azizi", when = at) => service.registerPayoutAccount({ merchant_id: "m1", sheba, holder }, policy, when)
    const current = async () => {
      const [row] = await service.listPayoutAccounts({ merchant_id: "m1", replaced_at: null })
      return row && { id: row.id, sheba: row.sheba, holder: row.holder, usable_from: row.usable_from.toISOString() }
    }

    describe("a payout account", () => {
      test("the first is usable at once, and stored as banks write it", async () => {
        const id = await register("ir06 2960 0000 0010 0324 2000 01")
        expect(await current()).toEqual({ id, sheba: SHEBA, holder: "Sara Azizi", usable_from: at })
      })

      test("the same again changes nothing", async () => {
        const id = await register()
        expect(await register(SHEBA, "Sara Azizi", later)).toBe(id)
        expect(await service.listPayoutAccounts({})).toHaveLength(1)
      })

      test.each([
        //  sheba        holder        usable from                  why
        [OTHER_SHEBA,    "Sara Azizi", "2026-11-23T08:00:00.000Z",  "a changed Sheba cools down for 48 hours"],
        [SHEBA,          "Sara Azizy", "2026-11-21T08:00:00.000Z",  "a corrected holder does not"],
      ])("a change to %s of %s: usable from %s (%s)", async (sheba, holder, usable_from) => {
        const first = await register()
        const second = await register(sheba, holder)
        expect(await current()).toEqual({ id: second, sheba, holder, usable_from })
        expect(await service.retrievePayoutAccount(first)).toMatchObject({ replaced_at: new Date(at) })
      })

      test("a corrected holder does not shorten the cooling-down, nor does changing back", async () => {
        await register()
        await register(OTHER_SHEBA)
        await register(OTHER_SHEBA, "S. Azizi", "2026-11-22T08:00:00.000Z")
        expect(await current()).toMatchObject({ usable_from: "2026-11-23T08:00:00.000Z" })
        await register(SHEBA, "Sara Azizi", "2026-11-22T08:00:00.000Z")
        expect(await current()).toMatchObject({ usable_from: "2026-11-24T08:00:00.000Z" })
      })

      test("a bad Sheba is refused, and the account before stays", async () => {
        const id = await register()
        expect(await refusal(register("IR062960000000100324200002"), "sheba_invalid")).toBe(true)
        expect(await current()).toMatchObject({ id })
      })

      test("registered by eight at once, one is current", async () => {
        await Promise.all(Array.from({ length: 8 }, (_, i) => register(i % 2 ? SHEBA : OTHER_SHEBA)))
        expect(await service.listPayoutAccounts({ merchant_id: "m1", replaced_at: null })).toHaveLength(1)
        await Promise.all(Array.from({ length: 8 }, () => service.registerPayoutAccount({ merchant_id: "m2", sheba: SHEBA, holder: "x" }, policy, at)))
        expect(await service.listPayoutAccounts({ merchant_id: "m2" })).toHaveLength(1)
      })
    })

    describe("a request", () => {
      test("K5 writes the settlement and reserves its money as one", async () => {
        const id = await requested(service, sql, 900)
        const [row] = await service.listMerchantSettlements({ id })
        expect(row).toMatchObject({
          merchant_id: "m1", state: "requested", currency: "irr", sheba: SHEBA, holder: "Sara Azizi", requested_by: member.id,
          due_on: "2026-11-24", calendar_version: 1, requested_at: new Date(at), approved_at: null, paid_at: null,
        })
        expect(minorOf(row?.amount_minor)).toBe(900)
        expect(await money(sql)).toEqual({ payable: 0, in_settlement: 900, bank: 0 })
        expect(await service.reserved()).toEqual([{ merchant_id: "m1", currency: "irr", minor: 900 }])
      })

      test.each<[ErrorCode, string, () => Promise<unknown>]>([
        ["payout_account_missing", "nowhere to pay to",                  async () => { await released(sql, 900) }],
        ["payout_account_missing", "another merchant's account",         async () => { await released(sql, 900); await service.registerPayoutAccount({ merchant_id: "m2", sheba: SHEBA, holder: "x" }, policy, at) }],
        ["payout_account_cooling", "a Sheba changed just now",           async () => { await released(sql, 900); await register(); await register(OTHER_SHEBA) }],
        ["account_overdrawn",      "K17 more than was released",         async () => { await released(sql, 899); await register() }],
        ["account_overdrawn",      "K17 nothing was released",           async () => { await register() }],
      ])("is refused: %s (%s); nothing has changed", async (code, _, arrange) => {
        await arrange()
        const before = await money(sql)
        expect(await refusal(service.request(ask(900), at, member.id), code)).toBe(true)
        expect(await money(sql)).toEqual(before)
        expect(await service.listMerchantSettlements({})).toEqual([])
      })

      test.each([0, -1])("of %d is nothing to settle", async (minor) => {
        await register()
        expect(await refusal(service.request(ask(minor), at, member.id), "nothing_to_settle")).toBe(true)
      })

      test("a Sheba that has cooled down is paid to", async () => {
        await released(sql, 900)
        await register()
        await register(OTHER_SHEBA)
        const id = await service.request(ask(900), later, member.id)
        expect(await service.retrieveMerchantSettlement(id)).toMatchObject({ sheba: OTHER_SHEBA })
      })

      test("two at once for the same money: reserved once, and of the other nothing stays", async () => {
        await released(sql, 900)
        await register()
        const asked = await Promise.allSettled(Array.from({ length: 2 }, () => service.request(ask(900), at, member.id)))
        expect(asked.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"])
        expect(await money(sql)).toEqual({ payable: 0, in_settlement: 900, bank: 0 })
        expect(await service.listMerchantSettlements({})).toHaveLength(1)
      })
    })

    describe("withdrawing and approving", () => {
      test("a withdrawn request is payable again, and can be asked for anew", async () => {
        const id = await requested(service, sql, 900)
        await service.withdraw(id, at, member)
        expect(await service.retrieveMerchantSettlement(id)).toMatchObject({ state: "withdrawn", withdrawn_at: new Date(at) })
        expect(await money(sql)).toEqual({ payable: 900, in_settlement: 0, bank: 0 })
        await service.request(ask(900), at, member.id)
      })

      test("K6 approving plans bank orders within the limit, to the account of the request", async () => {
        const id = await requested(service, sql, 900)
        await register(OTHER_SHEBA)
        await service.approve(id, policy, at, operator)
        const rows = await service.listSettlementTransfers({ settlement_id: id }, { order: { sequence: "ASC" } })
        expect(rows.map((row) => [row.sequence, minorOf(row.amount_minor), row.state, row.sheba])).toEqual([
          [1, 400, "planned", SHEBA], [2, 400, "planned", SHEBA], [3, 100, "planned", SHEBA],
        ])
        expect(await service.retrieveMerchantSettlement(id)).toMatchObject({ state: "approved", approved_by: operator.id, approved_at: new Date(at) })
        expect(await money(sql)).toEqual({ payable: 0, in_settlement: 900, bank: 0 })
      })

      test("an approved one is withdrawn with all its transfers, while none is paid", async () => {
        const { id } = await approved(service, sql, 900)
        await service.withdraw(id, at, member)
        expect((await service.listSettlementTransfers({ settlement_id: id })).map((row) => row.state)).toEqual(["withdrawn", "withdrawn", "withdrawn"])
        expect(await money(sql)).toEqual({ payable: 900, in_settlement: 0, bank: 0 })
        expect(await service.reserved()).toEqual([])
      })

      test("but not with one of them paid: nothing has changed", async () => {
        const { id, transfers } = await approved(service, sql, 900)
        await service.payTransfer(transfers[1] ?? "", { bank: "mellat", bank_reference: "981" }, at, operator)
        expect(await refusal(service.withdraw(id, at, member), "wrong_state")).toBe(true)
        expect(await money(sql)).toEqual({ payable: 0, in_settlement: 500, bank: 400 })
        expect(await service.retrieveMerchantSettlement(id)).toMatchObject({ state: "approved", withdrawn_at: null })
      })

      test("approved and withdrawn by eight at once: one of the two, once", async () => {
        const id = await requested(service, sql, 900)
        const acts = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => (i % 2 ? service.approve(id, policy, at, operator) : service.withdraw(id, at, member))))
        const row = await service.retrieveMerchantSettlement(id)
        const withdrawn = row.state === "withdrawn"
        // Withdrawing an approved one is allowed: approve, then withdraw, is two.
        expect(acts.filter((one) => one.status === "fulfilled").length).toBe(withdrawn && row.approved_at ? 2 : 1)
        expect(await money(sql)).toEqual({ payable: withdrawn ? 900 : 0, in_settlement: withdrawn ? 0 : 900, bank: 0 })
        expect(await service.listSettlementTransfers({ settlement_id: id })).toHaveLength(row.approved_at ? 3 : 0)
      })

      test.each<[ErrorCode, string, (id: string) => Promise<unknown>]>([
        ["wrong_state",   "approved twice",        async (id) => { await service.approve(id, policy, at, operator); await service.approve(id, policy, at, operator) }],
        ["wrong_state",   "withdrawn twice",       async (id) => { await service.withdraw(id, at, member); await service.withdraw(id, at, member) }],
        ["wrong_state",   "approved afterwards",   async (id) => { await service.withdraw(id, at, member); await service.approve(id, policy, at, operator) }],
        ["row_not_found", "one that is not there", () => service.approve("setl_none", policy, at, operator)],
        ["row_not_found", "one that is not there", () => service.withdraw("setl_none", at, member)],
      ])("%s: %s", async (code, _, act) => {
        expect(await refusal(act(await requested(service, sql, 900)), code)).toBe(true)
      })
    })

    test("without a limit for the currency, one order carries all of it", async () => {
      const id = await requested(service, sql, 900)
      await service.approve(id, { ...policy, order_limit_minor: {} }, at, operator)
      expect(await service.listSettlementTransfers({ settlement_id: id })).toHaveLength(1)
    })
  },
})
