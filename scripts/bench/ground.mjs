import { randomBytes } from "node:crypto"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { atEnd, hold } from "../lib/command.mjs"
import { medusaEnv, serve, waitForHealth } from "../lib/medusa.mjs"
import { folder, root } from "../lib/paths.mjs"
import { anyFree } from "../lib/ports.mjs"
import { startPostgres, throwAway } from "../lib/postgres.mjs"

/** A folder for one run inside the clone, whose packages an app in it finds; gone when the run is, however it ends. */
export function runFolder() {
  const path = mkdtempSync(join(folder(root, ".bench"), "run-"))
  chmodSync(path, 0o755) // the database's user passes through
  forgetAtEnd(path)
  return path
}

function forgetAtEnd(path) {
  const letGo = hold("folder", path)
  atEnd(() => {
    rmSync(path, { recursive: true, force: true })
    letGo()
  })
}

/**
 * A Postgres for one run, in haste unless other `settings` are given (none: as Postgres comes). Its data goes with the run
 * also where it had to stand outside the clone.
 */
export async function benchPostgres(home, logs, settings = throwAway) {
  let moved
  atEnd(() => moved && rmSync(moved, { recursive: true, force: true })) // registered before the server, so done after it
  const server = await startPostgres({
    wanted: join(home, "postgres"),
    firstPort: 55_800 + Math.floor(Math.random() * 400),
    settings,
    initFlags: ["--no-sync"],
    log: join(logs, "postgres.log"),
  })
  if (server.moved) hold("folder", (moved = server.path))
  return server
}

const plainConfig = `const { defineConfig } = require("@medusajs/framework/utils")

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: { storeCors: "http://localhost", adminCors: "http://localhost", authCors: "http://localhost" },
  },
  admin: { disable: true },
})
`

/** Writes a Medusa app without the plugin, on this clone's packages. @returns its folder */
export function plainApp(home) {
  const app = join(home, "plain")
  mkdirSync(join(app, "src"), { recursive: true })
  writeFileSync(join(app, "medusa-config.js"), plainConfig)
  const description = { name: "plain-medusa-app", private: true, dependencies: { "@medusajs/medusa": "*" } }
  writeFileSync(join(app, "package.json"), `${JSON.stringify(description)}\n`)
  return app
}

// Both servers run as they would in production, where Medusa knows no default secrets.
const secret = randomBytes(16).toString("hex")

/** The one environment of both apps: as in production, one process each, without Redis, dashboard and test clock. */
export const benchEnv = (databaseUrl, more = {}) =>
  medusaEnv({
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    REDIS_URL: "",
    PASAJ_SANDBOX: "false",
    DISABLE_MEDUSA_ADMIN: "true",
    MEDUSA_WORKER_MODE: "shared",
    JWT_SECRET: secret,
    COOKIE_SECRET: secret,
    ...more,
  })

/** Starts the Medusa app of a folder on a database. @returns its address */
export async function openServer({ cwd, databaseUrl, log }) {
  const port = await anyFree()
  const url = `http://localhost:${port}`
  const server = serve("start", { port, host: "localhost", cwd, env: benchEnv(databaseUrl), log })
  await waitForHealth(url, server, log)
  return url
}
