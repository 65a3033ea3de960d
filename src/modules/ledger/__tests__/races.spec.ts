import { join } from "node:path"

import { moduleIntegrationTestRunner } from "@medusajs/test-utils"
import { Client } from "pg"

import { postWithin, type SqlManager } from "../../../adapters/ledger"
import { account } from "../../../domain/chart"
import { isRefusal } from "../../../domain/errors"
import type { Journal } from "../../../domain/journal"
import { PASAJ_LEDGER } from "../index"
import { LedgerAccount } from "../models/ledger-account"
import type LedgerModuleService from "../service"
import { at, earn, fund, irr, release, reserve } from "./sentences"

jest.setTimeout(60_000)

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const outcomes = async (acts: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(acts)
  return {
    done: settled.filter((one) => one.status === "fulfilled").length,
    overdrawn: settled.filter((one) => one.status === "rejected" && isRefusal(one.reason, "account_overdrawn")).length,
  }
}

moduleIntegrationTestRunner<LedgerModuleService>({
  moduleName: PASAJ_LEDGER,
  moduleModels: [LedgerAccount],
  resolve: join(__dirname, ".."),
  pathToMigrations: join(__dirname, "../migrations"),
  testSuite: ({ service, dbConfig }) => {
    const balanceOf = async (name: string) => (await service.balancesOf([name]))[0]?.minor ?? 0

    /** A connection of its own, with a transaction open, that posts through the same adapter as every module. */
    const open = async () => {
      const client = new Client({ connectionString: dbConfig.clientUrl })
      await client.connect()
      await client.query("begin")
      const manager: SqlManager = {
        execute: async <Row>(text: string, params: unknown[] = []) => {
          let i = 0
          return (await client.query(text.replace(/\?/g, () => `$${(i += 1)}`), params)).rows as Row[]
        },
      }
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid")
      return {
        pid: rows[0]?.pid,
        post: (journals: Journal[]) => postWithin(manager, journals, at),
        end: async (how: "commit" | "rollback") => {
          await client.query(how)
          await client.end()
        },
      }
    }

    /** Resolves when the connection waits for a lock; fails after five seconds. */
    const waits = async (pid: number | undefined) => {
      const watcher = new Client({ connectionString: dbConfig.clientUrl })
      await watcher.connect()
      try {
        const end = Date.now() + 5_000
        while (Date.now() < end) {
          const { rows } = await watcher.query("select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'", [pid])
          if (rows.length > 0) return
        }
        throw new Error("The second writer never waited for the first.")
      } finally {
        await watcher.end()
      }
    }

    test("concurrent duplicates collapse to one journal", async () => {
      const posted = await Promise.all(times(12, () => service.post([fund("c1", "h1", irr(100)), fund("c2", "h2", irr(7))], at)))
      expect(posted.flat().filter((one) => one.posted)).toHaveLength(2)
      expect([await balanceOf("hold:h1"), await balanceOf("hold:h2")]).toEqual([100, 7])
    })

    test("of concurrent contents under one key, one is posted and the others are refused", async () => {
      const settled = await Promise.allSettled(times(10, (i) => service.post([fund("c1", `h${i}`, irr(100))], at)))
      expect(settled.filter((one) => one.status === "fulfilled")).toHaveLength(1)
      expect(settled.filter((one) => one.status === "rejected" && isRefusal(one.reason, "journal_key_reused"))).toHaveLength(9)
      expect((await service.balancesUnder("hold:")).map((each) => each.minor)).toEqual([100])
    })

    test("a guarded account under 20 concurrent drains never goes below zero", async () => {
      await service.post([fund("c1", "h1", irr(100))], at)
      expect(await outcomes(times(20, (i) => service.post([release(`p${i}`, "h1", irr(9))], at)))).toEqual({ done: 11, overdrawn: 9 })
      expect([await balanceOf("hold:h1"), await balanceOf(account.payable("m1"))]).toEqual([1, 99])
    })

    test("K17 a payable under 20 concurrent settlements gives out what it has and no more", async () => {
      await service.post([earn("p1", irr(100))], at)
      expect(await outcomes(times(20, (i) => service.post([reserve(`s${i}`, irr(100))], at)))).toEqual({ done: 1, overdrawn: 19 })
      expect([await balanceOf(account.payable("m1")), await balanceOf(account.inSettlement("m1"))]).toEqual([0, 100])
    })

    test("the very first use of an account, by many at once, makes one account and loses nothing", async () => {
      await Promise.all(times(20, (i) => service.post([fund(`c${i}`, "h1", irr(1 + i))], at)))
      expect(await balanceOf("hold:h1")).toBe(210)
      expect(await service.accounts("", 9)).toHaveLength(2)
    })

    test("opposite directions over the same accounts never wait for each other in a ring", async () => {
      await service.post([fund("a", "h1", irr(1_000)), earn("a", irr(1_000)), fund("b", "h2", irr(1_000))], at)
      await Promise.all(times(30, (i) => service.post(
        i % 2 === 0
          ? [release(`x${i}`, "h1", irr(1)), release(`y${i}`, "h2", irr(1)), reserve(`s${i}`, irr(1))]
          : [reserve(`s${i}`, irr(1)), release(`y${i}`, "h2", irr(1)), release(`x${i}`, "h1", irr(1))],
        at,
      )))
      expect(await balanceOf("hold:h1")).toBe(970)
      expect(await service.drifted()).toEqual([])
    })

    test("no lost update: the second writer waits for the first, and starts from what that one left", async () => {
      await service.post([fund("c1", "h1", irr(100))], at)
      const [first, second] = [await open(), await open()]
      await first.post([release("p1", "h1", irr(70))])
      const late = second.post([release("p2", "h1", irr(30))])
      await waits(second.pid)
      await first.end("commit")
      expect(await late).toEqual([{ key: "parcel:p2:release", posted: true }])
      await second.end("commit")
      expect(await balanceOf("hold:h1")).toBe(0)
      expect(await service.drifted()).toEqual([])
    })

    test.each<["commit" | "rollback", boolean, number]>([
      //  the first one   the second passes  left
      ["commit",          false,             30],
      ["rollback",        true,              60],
    ])("the second writer is judged after the first one's %s", async (how, passes, left) => {
      await service.post([fund("c1", "h1", irr(100))], at)
      const [first, second] = [await open(), await open()]
      await first.post([release("p1", "h1", irr(70))])
      const late = second.post([release("p2", "h1", irr(40))]).then(() => true, (error: unknown) => !isRefusal(error, "account_overdrawn"))
      await waits(second.pid)
      await first.end(how)
      expect(await late).toBe(passes)
      await second.end(passes ? "commit" : "rollback")
      expect(await balanceOf("hold:h1")).toBe(left)
    })

    test.each<["commit" | "rollback", boolean]>([
      ["commit",   false],
      ["rollback", true],
    ])("a duplicate waits, and after the first one's %s it tells the truth", async (how, isNew) => {
      const [first, second] = [await open(), await open()]
      await first.post([fund("c1", "h1", irr(100))])
      const late = second.post([fund("c1", "h1", irr(100))])
      await waits(second.pid)
      await first.end(how)
      expect(await late).toEqual([{ key: "capture:c1:fund", posted: isNew }])
      await second.end("commit")
      expect(await balanceOf("hold:h1")).toBe(100)
    })

    test("read by number, the journals of an account stand in the order they were applied: never below zero on the way", async () => {
      await service.post([fund("c", "h1", irr(1))], at)
      await Promise.allSettled(times(40, (i) => service.post([i % 2 ? release(`p${i}`, "h1", irr(3)) : fund(`c${i}`, "h1", irr(2))], at)))
      let running = 0
      for (const { to, minor } of (await service.entries("hold:h1", { limit: 200 })).reverse()) {
        running += to === "hold:h1" ? minor : -minor
        expect(running).toBeGreaterThanOrEqual(0)
      }
      expect(running).toBe(await balanceOf("hold:h1"))
    })
  },
})
