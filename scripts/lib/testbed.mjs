import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { atEnd, hold } from "./command.mjs"
import { createDatabase, query } from "./database.mjs"
import { medusaEnv, migrate, seed } from "./medusa.mjs"
import { folder } from "./paths.mjs"
import { endGroup, groupsIn } from "./pids.mjs"
import { startPostgres, throwAway } from "./postgres.mjs"
import { canUse, serverUser } from "./native.mjs"

/** A temporary folder that is gone when the command is, however it ends. The server's user can enter it. */
export function temporaryFolder(name) {
  const user = serverUser("")
  const base = [tmpdir(), "/var/tmp", "/tmp"].find((path) => canUse(user, "-x", path))
  const path = realpathSync(mkdtempSync(join(base, `pasaj-${name}-`)))
  const letGo = hold("folder", path)
  atEnd(() => {
    rmSync(path, { recursive: true, force: true })
    letGo()
  })
  return path
}

/** Opens a folder to all, for the database's user to pass through. */
const passable = (path) => {
  chmodSync(path, 0o755)
  return path
}

/** A Postgres for one run: fast, and gone afterwards with all it held. */
export async function throwAwayPostgres(home, logs) {
  return startPostgres({
    wanted: join(passable(home), "postgres"),
    firstPort: 55_400 + Math.floor(Math.random() * 400),
    settings: throwAway,
    initFlags: ["--no-sync"],
    log: join(logs, "postgres.log"),
  })
}

/**
 * Where the tests run: a Postgres with a database `pasaj_template`, migrated and seeded, that each
 * suite clones, and a folder where the servers they start are written down so that none stays.
 * @param {{ home: string, logs: string, report(name, work): Promise }} options
 * @returns {Promise<NodeJS.ProcessEnv>} the environment that tells the tests all this
 */
export async function openTestbed({ home, logs, report }) {
  const registry = folder(home, "arcades")
  const letGo = hold("registry", registry)
  let postgres
  await report("throw-away Postgres", async () => {
    postgres = await throwAwayPostgres(home, logs)
  })
  // Registered after Postgres, so undone before it.
  atEnd(async () => {
    await Promise.all(groupsIn(registry).map((group) => endGroup(group, 3_000)))
    letGo()
  })
  const template = postgres.url("pasaj_template")
  const seedFile = join(home, "arcade.json")
  const env = medusaEnv({ DATABASE_URL: template, REDIS_URL: "", PASAJ_SEED_FILE: seedFile })
  await createDatabase(postgres.url("postgres"), "pasaj_template")
  await report("template migrated", () => migrate({ env, log: join(logs, "migrate.log") }))
  await report("template seeded", async () => {
    await seed({ env, seedFile, log: join(logs, "seed.log") })
  })
  // A clone copies files: what is still in memory must be on disk, and nobody may be connected.
  await query(postgres.url("postgres"), "checkpoint")
  await query(postgres.url("postgres"), "alter database pasaj_template with is_template true allow_connections false")
  return testEnv(postgres, { seedFile, registry, logs })
}

function testEnv(postgres, { seedFile, registry, logs }) {
  const server = new URL(postgres.url("postgres"))
  return {
    PASAJ_TEST_SERVER: server.href,
    PASAJ_TEST_TEMPLATE: "pasaj_template",
    PASAJ_TEST_ARCADES: registry,
    PASAJ_TEST_LOGS: logs,
    PASAJ_SEED_FILE: seedFile,
    // What Medusa's own test runners read.
    DB_HOST: "localhost",
    DB_PORT: server.port,
    DB_USERNAME: server.username,
    DB_PASSWORD: server.password,
    REDIS_URL: "",
    MEDUSA_DISABLE_TELEMETRY: "true",
  }
}
