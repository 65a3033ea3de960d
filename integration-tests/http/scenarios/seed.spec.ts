import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

import { Client } from "pg"

import { freshDatabase, type Database } from "../../support/database"
import { testbed } from "../../support/testbed"

jest.setTimeout(180_000)

const root = resolve(__dirname, "../../..")
const counted = [
  "product", "product_variant", "inventory_level", "stock_location", "region", "shipping_option", "api_key", "customer", "customer_address",
  '"user"', "pasaj_person", "pasaj_merchant", "pasaj_shop", "shop_product", "shop_import", "rent_plan_version", "shop_lease", "rent_invoice",
  "payout_account", "ledger_journal",
]

let database: Database
let folder: string

beforeAll(async () => {
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), "pasaj-seed-"))
})
afterAll(async () => {
  await database?.drop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** Runs the seed on the database, and returns what it wrote and printed. */
function seed(sandbox: boolean): { written: Record<string, unknown>; printed: string } {
  const file = join(folder, "arcade.json")
  rmSync(file, { force: true })
  const cli = join(root, "node_modules/@medusajs/cli/cli.js")
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, "exec", "./src/scripts/seed.ts"], {
    cwd: root, encoding: "utf8",
    env: {
      ...process.env, NODE_OPTIONS: "", NODE_ENV: "development", MEDUSA_DISABLE_TELEMETRY: "true", REDIS_URL: "",
      PASAJ_SANDBOX: String(sandbox), DATABASE_URL: database.url, PASAJ_SEED_FILE: file,
    },
  })
  const printed = `${stdout}\n${stderr}`
  if (status !== 0 || !existsSync(file)) throw new Error(`The seed ended with ${status}:\n${printed}`)
  return { written: JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>, printed }
}

async function rowCounts(): Promise<Record<string, number>> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  const counts: Record<string, number> = {}
  for (const table of counted) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from ${table}`)
    counts[table] = Number(rows[0]?.count)
  }
  await client.end()
  return counts
}

test("the seed twice makes nothing twice, and tells the same ids and sign-ins", async () => {
  const before = await rowCounts()
  expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([])
  const { written } = seed(true)
  expect(written).toEqual(JSON.parse(readFileSync(testbed().seedFile, "utf8")))
  expect(await rowCounts()).toEqual(before)
})

test("where there is no sandbox, no sign-in is made or told: everybody could know its password", () => {
  const { written, printed } = seed(false)
  expect(Object.keys(written).sort()).toEqual(["publishable_key", "region_id", "sales_channel_id", "shipping_option_id"])
  expect(printed).not.toMatch(/of-the-sandbox/)
})
