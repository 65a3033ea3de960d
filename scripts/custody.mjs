// `npm run custody`: proves the custody of the running arcade, or of the database that DATABASE_URL names, and prints what
// it found. Ends with 0 when it is green, with 1 when it is red.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { medusaEnv } from "./lib/medusa.mjs"
import { complain, Failure } from "./lib/messages.mjs"
import { dataFolder, medusaCli, root } from "./lib/paths.mjs"

function databaseUrl() {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  const note = join(dataFolder, "running.json")
  const { database } = existsSync(note) ? JSON.parse(readFileSync(note, "utf8")) : {}
  if (database) return database
  throw new Failure("There is no arcade open here.", "Open it with npm start, or name a database: DATABASE_URL=postgres://… npm run custody")
}

try {
  const env = medusaEnv({ LOG_LEVEL: "error", PASAJ_SANDBOX: process.env.PASAJ_SANDBOX ?? "true", DATABASE_URL: databaseUrl() })
  const { status } = spawnSync(process.execPath, [medusaCli, "exec", "./src/scripts/custody-proof.ts"], { cwd: root, env, stdio: "inherit" })
  process.exitCode = status ?? 1
} catch (error) {
  complain(error)
  process.exitCode = 1
}
