import { join } from "node:path"

import { moduleIntegrationTestRunner } from "@medusajs/test-utils"
import fc from "fast-check"

import { account } from "../../../domain/chart"
import type { ErrorCode } from "../../../domain/errors"
import { balances, journal, mirror, type Journal } from "../../../domain/journal"
import { PASAJ_LEDGER } from "../index"
import { LedgerAccount } from "../models/ledger-account"
import type LedgerModuleService from "../service"
import { at, earn, fund, irr, refused, release, reserve } from "./sentences"

jest.setTimeout(60_000)

moduleIntegrationTestRunner<LedgerModuleService>({
  moduleName: PASAJ_LEDGER,
  moduleModels: [LedgerAccount],
  resolve: join(__dirname, ".."),
  pathToMigrations: join(__dirname, "../migrations"),
  testSuite: ({ service }) => {
    const balanceOf = async (name: string, currency = "irr") =>
      (await service.balancesOf([name])).find((each) => each.currency === currency)?.minor ?? null
    const everything = async () => ({ accounts: await service.balancesUnder(""), entries: await service.entries(account.hold("h1"), { limit: 200 }) })

    test("posts journals and tells which were new; balances are credits less debits", async () => {
      expect(await service.post([fund("c1", "h1", irr(1_000)), release("p1", "h1", irr(400))], at)).toEqual([
        { key: "capture:c1:fund", posted: true }, { key: "parcel:p1:release", posted: true },
      ])
      expect(await service.balancesUnder("")).toEqual([
        { name: "gateway:pp_test", currency: "irr", minor: -1_000 },
        { name: "hold:h1", currency: "irr", minor: 600 },
        { name: "merchant:m1:payable", currency: "irr", minor: 400 },
      ])
    })

    test("nothing to post is nothing posted", async () => {
      expect(await service.post([], at)).toEqual([])
    })

    test("the same key again changes nothing, also within one call", async () => {
      const first = fund("c1", "h1", irr(1_000))
      await service.post([first], at)
      const before = await everything()
      expect(await service.post([first, fund("c2", "h2", irr(5)), fund("c2", "h2", irr(5))], "2026-11-30T00:00:00.000Z")).toEqual([
        { key: "capture:c1:fund", posted: false }, { key: "capture:c2:fund", posted: true },
      ])
      expect((await everything()).entries).toEqual(before.entries)
      expect(await balanceOf("hold:h2")).toBe(5)
      expect(await service.postedAmong(["capture:c1:fund", "capture:c9:fund"])).toEqual(["capture:c1:fund"])
    })

    test.each<[string, Journal[], ErrorCode]>([
      ["the same key with another amount",    [fund("c1", "h1", irr(999))],                                          "journal_key_reused"],
      ["the same key for another account",    [fund("c1", "h9", irr(1_000))],                                        "journal_key_reused"],
      ["the same key in another currency",    [fund("c1", "h1", { minor: 1_000, currency: "usd" })],                 "journal_key_reused"],
      ["the same key under another kind",     [{ ...fund("c1", "h1", irr(1_000)), kind: "mirror" }],                 "journal_key_reused"],
      ["two contents under one new key",      [fund("c2", "h1", irr(1)), fund("c2", "h1", irr(2))],                  "journal_key_reused"],
      ["a good one beside a reused key",      [fund("c3", "h3", irr(7)), fund("c1", "h1", irr(1))],                  "journal_key_reused"],
      ["more than a hold has",                [release("p1", "h1", irr(1_001))],                                     "account_overdrawn"],
      ["from a hold never funded",            [release("p1", "h7", irr(1))],                                         "account_overdrawn"],
      ["a hold's rial in another currency",   [release("p1", "h1", { minor: 1, currency: "usd" })],                  "account_overdrawn"],
      ["two that are too much together",      [release("p1", "h1", irr(600)), release("p2", "h1", irr(600))],        "account_overdrawn"],
      ["a good one beside an overdraw",       [fund("c3", "h3", irr(7)), release("p1", "h1", irr(1_001))],           "account_overdrawn"],
      ["an account that is not in the chart", [{ ...fund("c3", "h3", irr(7)), postings: [{ from: "gateway:pp", to: "pocket:mine", amount: irr(7) }] }], "account_unknown"],
      ["an account with a slash",             [{ ...fund("c3", "h3", irr(7)), postings: [{ from: "gateway:pp", to: "hold:h1/irr", amount: irr(7) }] }], "account_unknown"],
      ["one journal in two currencies",       [{ ...fund("c3", "h3", irr(7)), postings: [...fund("c3", "h3", irr(7)).postings, ...fund("c3", "h3", { minor: 1, currency: "usd" }).postings] }], "journal_mixed_currencies"],
      ["a balance beyond safe integers",      [fund("c3", "h1", irr(Number.MAX_SAFE_INTEGER))],                      "money_out_of_range"],
    ])("refused, and nothing has changed: %s", async (_, journals, code) => {
      await service.post([fund("c1", "h1", irr(1_000))], at)
      const before = await everything()
      expect(await refused(service.post(journals, at), code)).toBe(true)
      expect(await everything()).toEqual(before)
      expect(await service.postedAmong(journals.map((each) => each.key))).toEqual(journals.some((each) => each.key === "capture:c1:fund") ? ["capture:c1:fund"] : [])
    })

    test.each<[string, Journal[], boolean, number]>([
      //                                             journals                                                        passes  payable after
      ["a settlement may take all there is",         [reserve("s1", irr(100))],                                       true,   0],
      ["K17 and not one rial more",                  [reserve("s1", irr(101))],                                       false,  100],
      ["a correction may overdraw a payable",        [mirror(earn("p1", irr(100)), "wrong"), mirror(earn("p2", irr(50)), "wrong")], true, -50],
      ["but a settlement beside it may not",         [mirror(earn("p1", irr(100)), "wrong"), reserve("s1", irr(1))],  false,  100],
      ["what comes in at once may go out at once",   [earn("p3", irr(20)), reserve("s1", irr(120))],                  true,   0],
    ])("payable: %s", async (_, journals, passes, after) => {
      await service.post([earn("p1", irr(100))], at)
      expect(await refused(service.post(journals, at), "account_overdrawn")).toBe(!passes)
      expect(await balanceOf(account.payable("m1"))).toBe(after)
    })

    test("an overdrawn payable takes money in, and gives none out", async () => {
      await service.post([mirror(earn("p1", irr(100)), "wrong")], at)
      await service.post([earn("p2", irr(30))], at)
      expect(await balanceOf(account.payable("m1"))).toBe(-70)
      expect(await refused(service.post([reserve("s1", irr(1))], at), "account_overdrawn")).toBe(true)
    })

    test("a correction never overdraws a guarded account", async () => {
      const mistake = fund("c1", "h1", irr(100))
      await service.post([mistake, release("p1", "h1", irr(60))], at)
      expect(await refused(service.post([mirror(mistake, "wrong")], at), "account_overdrawn")).toBe(true)
      expect(await balanceOf("hold:h1")).toBe(40)
    })

    test("balances are exact up to the largest safe integer", async () => {
      await service.post([fund("c1", "h1", irr(Number.MAX_SAFE_INTEGER - 1)), fund("c2", "h1", irr(1))], at)
      expect(await service.balancesOf(["hold:h1", "gateway:pp_test"])).toEqual([
        { name: "gateway:pp_test", currency: "irr", minor: -Number.MAX_SAFE_INTEGER },
        { name: "hold:h1", currency: "irr", minor: Number.MAX_SAFE_INTEGER },
      ])
      await service.post([release("p1", "h1", irr(Number.MAX_SAFE_INTEGER - 2))], at)
      expect(await balanceOf("hold:h1")).toBe(2)
    })

    test("a name keeps one balance for each currency", async () => {
      await service.post([fund("c1", "h1", irr(10)), fund("c2", "h1", { minor: 7, currency: "usd" })], at)
      expect([await balanceOf("hold:h1"), await balanceOf("hold:h1", "usd")]).toEqual([10, 7])
    })

    test("entries are read newest first, a journal is never cut in two, and time is an instant", async () => {
      const three = journal("capture:c1:fund", "capture_funded", "test", ["h1", "h2", "h3"].map((hold) => ({
        from: account.gateway("pp_test"), to: account.hold(hold), amount: irr(10),
      })))
      await service.post([three], at)
      await service.post([fund("c2", "h1", irr(5))], "2026-11-21T08:00:00.120Z")
      const first = await service.entries("gateway:pp_test", { limit: 1 })
      expect(first).toMatchObject([{ key: "capture:c2:fund", occurred_at: "2026-11-21T08:00:00.120Z", minor: 5, currency: "irr" }])
      const rest = await service.entries("gateway:pp_test", { limit: 1, before: first[0]?.journal_id })
      expect(rest.map((entry) => [entry.to, entry.minor, entry.occurred_at])).toEqual([["hold:h3", 10, at], ["hold:h2", 10, at], ["hold:h1", 10, at]])
      expect(await service.entries("gateway:pp_test", { limit: 1, before: rest[0]?.journal_id })).toEqual([])
      expect(await service.entries("hold:h1", { limit: 10 })).toHaveLength(2)
    })

    test("accounts are listed by the beginning of their name, page by page; signs of a pattern are letters", async () => {
      await service.post(["a", "b", "c_d", "cxd"].map((hold) => fund(hold, hold, irr(1))), at)
      const first = await service.accounts("hold:", 3)
      expect(first.map((each) => each.id)).toEqual(["hold:a/irr", "hold:b/irr", "hold:c_d/irr"])
      expect(await service.accounts("hold:", 3, first[2]?.id)).toEqual([{ id: "hold:cxd/irr", name: "hold:cxd", currency: "irr", minor: 1 }])
      expect(await service.accounts("hold:c_", 9)).toHaveLength(1)
      expect(await service.balancesUnder("hold:%")).toEqual([])
    })

    test("law: whatever is posted, balances are the sum of the postings, and the whole is nothing", async () => {
      let run = 0
      const move = fc.tuple(fc.constantFrom("fund", "release", "earn", "reserve"), fc.integer({ min: 1, max: 50 }), fc.constantFrom("h1", "h2"))
      await fc.assert(fc.asyncProperty(fc.array(fc.array(move, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), async (batches) => {
        const before = new Map((await service.balancesUnder("")).map((each) => [each.name, each.minor]))
        const accepted: Journal[] = []
        for (const batch of batches) {
          const journals = batch.map(([what, minor, hold]) => {
            const id = String((run += 1))
            if (what === "fund") return fund(id, hold, irr(minor))
            if (what === "release") return release(id, hold, irr(minor))
            return what === "earn" ? earn(id, irr(minor)) : reserve(id, irr(minor))
          })
          if (!(await refused(service.post(journals, at), "account_overdrawn"))) accepted.push(...journals)
        }
        const expected = balances(accepted)
        const after = await service.balancesUnder("")
        for (const { name, minor } of after) expect(minor).toBe((before.get(name) ?? 0) + (expected.get(name)?.minor ?? 0))
        expect(after.reduce((all, each) => all + each.minor, 0)).toBe(0)
        expect(after.filter((each) => each.minor < 0 && !/^(gateway|suspense)/.test(each.name))).toEqual([])
        expect(await service.drifted()).toEqual([])
      }), { numRuns: 20 })
    })
  },
})
