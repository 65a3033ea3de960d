import { join } from "node:path"

import { moduleIntegrationTestRunner } from "@medusajs/test-utils"
import fc from "fast-check"

import { minorOf } from "../../../adapters/columns"
import { chart, chartEntry } from "../../../domain/chart"
import { PASAJ_LEDGER } from "../index"
import { LedgerAccount } from "../models/ledger-account"
import type LedgerModuleService from "../service"
import { at, earn, fund, irr, release } from "./sentences"

jest.setTimeout(60_000)

const protectionInCode = (name: string): string | null => {
  try {
    return chartEntry(name).protection
  } catch {
    return null
  }
}

moduleIntegrationTestRunner<LedgerModuleService>({
  moduleName: PASAJ_LEDGER,
  moduleModels: [LedgerAccount],
  resolve: join(__dirname, ".."),
  pathToMigrations: join(__dirname, "../migrations"),
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = (text: string, params: unknown[] = []) => MikroOrmWrapper.getManager().getConnection().execute(text, params)
    const protections = async (names: string[]): Promise<(string | null)[]> => {
      const rows = await MikroOrmWrapper.getManager().execute<{ protection: string | null }[]>(
        "select ledger_protection(name) as protection from unnest(array[?]::text[]) with ordinality as u(name, i) order by i", [names],
      )
      return rows.map((row) => row.protection)
    }

    test("the chart in code and the database agree on every account, and on every name that is none", async () => {
      const charted = chart.flatMap(({ pattern }) => ["01JABC", "pp_system_default", "a.b-c", "x"].map((id) => pattern.replace(/<\w+>/, id)))
      const none = [
        "", "hold:", "hold", "hold:a:b", "hold:a b", "hold:ا", "hold:a\n", "\nhold:a", "hold:a/irr", "Hold:a", "xhold:a", "merchant:m:payables",
        "merchant::payable", "merchant:m:payable:x", "merchant:m:held", "supplier:s", "buyer:o:refund", "platform:", "platform:owners",
        "platform:fees:x", "bank", "suspense:a:b", "toString",
      ]
      expect(await protections(charted)).toEqual(charted.map(protectionInCode))
      expect(await protections(none)).toEqual(none.map(() => null))
      expect(none.map(protectionInCode)).toEqual(none.map(() => null))
    })

    test("law: they agree on any name at all", async () => {
      const piece = fc.constantFrom("hold", "merchant", "supplier", "buyer", "platform", "bank", "gateway", "suspense", "payable",
        "in_settlement", "refund_due", "fees", "loss", ":", ":", ":", "a", "9", "_", ".", "-", " ", "/", "é", "\n")
      const names = fc.array(fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")), { minLength: 200, maxLength: 200 })
      await fc.assert(fc.asyncProperty(names, async (some) => {
        expect(await protections(some)).toEqual(some.map(protectionInCode))
      }), { numRuns: 20 })
    })

    test.each([
      ["update ledger_journal set reason = 'other'",                                  "a journal is for ever"],
      ["delete from ledger_journal",                                                  "and stays"],
      ["update ledger_posting set amount = amount + 1",                               "so is a posting"],
      ["delete from ledger_posting",                                                  "and stays"],
      ["update ledger_account set balance = 1000000 where balance is not null",       "a balance follows postings alone"],
      ["delete from ledger_account",                                                  "and an account stays"],
      ["insert into ledger_account (name, currency, protection, balance) values ('hold:h9', 'irr', 'guarded', 5)", "an account starts empty"],
      ["insert into ledger_account (name, currency, protection) values ('hold:h9', 'irr', 'open')",                "with the chart's protection"],
      ["insert into ledger_account (name, currency, protection) values ('pocket:mine', 'irr', 'open')",            "and is in the chart"],
      ["insert into ledger_posting values (1, 9, 'hold:h1', 'gateway:pp_test', 'irr', 5000)",  "a posting past the function overdraws no more than one through it"],
      ["insert into ledger_posting values (1, 9, 'gateway:pp_test', 'gateway:pp_test', 'irr', 1)",      "money to itself"],
      ["insert into ledger_posting values (1, 9, 'gateway:pp_test', 'hold:h1', 'irr', 0)",     "nothing"],
      ["insert into ledger_posting values (1, 9, 'gateway:pp_test', 'hold:h1', 'irr', -1)",    "less than nothing"],
      ["insert into ledger_posting values (1, 9, 'gateway:pp_test', 'hold:h1', 'irr', 9007199254740992)", "more than a safe integer"],
      ["insert into ledger_posting values (1, 9, 'gateway:pp_test', 'hold:h1', 'IRR', 1)",     "no currency of ours"],
      ["insert into ledger_posting values (1, 9, 'bank:b', 'hold:h1', 'irr', 1)",     "an account that was never opened"],
      ["insert into ledger_posting values (1, 8, 'gateway:pp_test', 'hold:h1', 'irr', 1), (1, 9, 'bank:b', 'hold:h1', 'irr', 1)", "one of many"],
      ["insert into ledger_posting values (99, 1, 'gateway:pp_test', 'hold:h1', 'irr', 1)",    "a posting of no journal"],
      ["insert into ledger_journal (key, kind, reason, overdraws, occurred_at) values ('capture:c1:fund', 'x', 'x', true, now())", "a key twice"],
    ])("the database refuses: %s (%s)", async (text) => {
      await service.post([fund("c1", "h1", irr(1_000)), release("p1", "h1", irr(400))], at)
      const before = await service.balancesUnder("")
      await expect(sql(text)).rejects.toThrow()
      expect(await service.balancesUnder("")).toEqual(before)
      expect(await service.entries("hold:h1", { limit: 9 })).toHaveLength(2)
    })

    test("a posting that passes by the function is in the balances all the same", async () => {
      await service.post([fund("c1", "h1", irr(1_000))], at)
      await sql("insert into ledger_posting values (1, 9, 'gateway:pp_test', 'hold:h1', 'irr', 5)")
      expect(await service.balancesOf(["hold:h1", "gateway:pp_test"])).toMatchObject([{ minor: -1_005 }, { minor: 1_005 }])
    })

    test("a balance changed with the guards taken off is found", async () => {
      await service.post([fund("c1", "h1", irr(1_000)), earn("p1", irr(10))], at)
      expect(await service.drifted()).toEqual([])
      await sql("alter table ledger_account disable trigger user; update ledger_account set balance = balance + 1 where name = 'hold:h1'")
      expect(await service.drifted()).toEqual(["hold:h1/irr"])
    })

    test("the model reads the handwritten table; Medusa's generated writes are refused too", async () => {
      await service.post([fund("c1", "h1", irr(1_000))], at)
      const [row] = await service.listLedgerAccounts({ name: "hold:h1" })
      expect(row).toMatchObject({ id: "hold:h1/irr", name: "hold:h1", currency: "irr", protection: "guarded" })
      // A model without relations hands an int8 on as text, whatever its type says.
      expect(minorOf(row?.balance)).toBe(1_000)
      await expect(service.updateLedgerAccounts({ id: "hold:h1/irr", balance: 5 })).rejects.toThrow()
      await expect(service.deleteLedgerAccounts("hold:h1/irr")).rejects.toThrow()
    })
  },
})
