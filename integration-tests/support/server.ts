import { readFileSync } from "node:fs"
import { basename, join } from "node:path"

import { Pool } from "pg"

import type { Database, Row } from "./database"
import { freshDatabase } from "./database"
import { end, freePort, launch, waitForHealth } from "./server-process"
import { testbed } from "./testbed"

interface SignIn {
  email: string
  password: string
}

/** What the seed writes down for those who want to sign in. */
export interface ArcadeSeed {
  publishable_key: string
  region_id: string
  sales_channel_id: string
  shipping_option_id: string
  own_product_id: string
  operator: SignIn
  merchants: (SignIn & { name: string; merchant_id: string; shops: { id: string; handle: string; name: string }[] })[]
  buyer: SignIn
}

/** A real Pasaj server in a process of its own, on a database of its own. */
export interface Arcade {
  url: string
  databaseUrl: string
  seed: ArcadeSeed
  /** Rows of the server's database, for what no route tells. */
  sql: <T extends Row = Row>(query: string, params?: unknown[]) => Promise<T[]>
  /** Kills the whole process group at once, as a power cut would. The database stays. */
  kill: () => Promise<void>
  /** Starts again on the same database and port, after `kill` or instead of a running server. */
  restart: (env?: NodeJS.ProcessEnv) => Promise<void>
  /** Ends the server, and drops the database if it was made for this arcade. */
  stop: () => Promise<void>
}

export interface ArcadeOptions {
  /** Added to the server's environment: `{ PASAJ_SANDBOX: "false" }`, `{ MEDUSA_WORKER_MODE: "worker" }`. */
  env?: NodeJS.ProcessEnv
  /** Address of a database to use (a second server on the first one's); a fresh clone without it. */
  database?: string
}

const logFor = () => join(testbed().logs, `${basename(expect.getState().testPath ?? "arcade", ".spec.ts")}.log`)

/**
 * Opens an arcade: call in `beforeAll`, and `stop()` in `afterAll`. Each has its own database and
 * test clock, so suites do not disturb each other. What it prints is in `.test/logs/<suite>.log`.
 */
export async function openArcade({ env = {}, database }: ArcadeOptions = {}): Promise<Arcade> {
  const own: Database | undefined = database ? undefined : await freshDatabase()
  const databaseUrl = database ?? own?.url ?? ""
  const pool = new Pool({ connectionString: databaseUrl, max: 2 })
  pool.on("error", () => undefined) // dropping the database cuts idle connections
  const log = logFor()
  const port = await freePort()
  const url = `http://localhost:${port}`
  let running = launch(port, databaseUrl, env, log)
  const stop = async () => {
    await end(running, "SIGTERM")
    await pool.end()
    await own?.drop()
  }
  await waitForHealth(url, running, log).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    url,
    databaseUrl,
    seed: JSON.parse(readFileSync(testbed().seedFile, "utf8")) as ArcadeSeed,
    sql: async <T extends Row = Row>(query: string, params: unknown[] = []) => (await pool.query<T>(query, params)).rows,
    kill: () => end(running, "SIGKILL"),
    restart: async (more = {}) => {
      await end(running, "SIGTERM")
      running = launch(port, databaseUrl, { ...env, ...more }, log)
      await waitForHealth(url, running, log)
    },
    stop,
  }
}
