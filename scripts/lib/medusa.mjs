import { existsSync, readFileSync, rmSync } from "node:fs"

import { Failure, reasons, shortPath } from "./messages.mjs"
import { folder, medusaCli, root } from "./paths.mjs"
import { pause } from "./pids.mjs"
import { runTool, startGroup } from "./processes.mjs"
import { unlessStopping } from "./stopping.mjs"

/** The environment Medusa's own commands run in. Telemetry is off; the test clock may be set. */
export const medusaEnv = (more) => ({
  ...process.env,
  MEDUSA_DISABLE_TELEMETRY: "true",
  NODE_ENV: "development",
  PASAJ_SANDBOX: "true",
  ...more,
})

// `cli` and `cwd` name another Medusa app than this clone.
const medusa = (args, { cli = medusaCli, ...options }) => runTool(process.execPath, [cli, ...args], { cwd: root, ...options })

/** Builds the plugin into .medusa/server, as it is published. */
export function buildPlugin(options) {
  folder(root, "src", "admin") // the build writes a file there, and git keeps no empty folders
  return medusa(["plugin:build"], { name: "Building the plugin (medusa plugin:build)", ...options })
}

/** Brings the tables of a database up to date; asks nothing and drops nothing. */
export const migrate = (options) =>
  medusa(["db:migrate", "--execute-safe-links", "--execute-safe-search"], {
    name: "Migrating the tables (medusa db:migrate)",
    ...options,
  })

/**
 * Fills a database by a seed script and returns what the script writes to `seedFile`: the
 * publishable key and the sign-ins.
 */
export async function seed({ script = "./src/scripts/seed.ts", seedFile, env, ...options }) {
  rmSync(seedFile, { force: true })
  const name = `Seeding (medusa exec ${script})`
  await medusa(["exec", script], { name, env: { ...env, PASAJ_SEED_FILE: seedFile }, ...options })
  if (existsSync(seedFile)) return readFileSync(seedFile, "utf8")
  throw new Failure(
    `Seeding ended without writing ${shortPath(seedFile)}.`,
    ...reasons(options.log),
    `All of its output: ${shortPath(options.log)}`,
  )
}

/** Starts the server: `develop` with the dashboard and a restart on every change, or `start` as it is. */
export const serve = (kind, { port, host, cli = medusaCli, ...options }) => {
  const flags = ["--port", String(port), ...(host ? ["--host", host] : []), ...(kind === "develop" ? ["--no-lint"] : [])]
  return startGroup(process.execPath, [cli, kind, ...flags], { cwd: root, ...options })
}

/** Waits until a server answers; fails when it ends first or says that it cannot start. */
export async function waitForHealth(url, server, log, limitMs = 120_000) {
  let ended = false
  server.exited.then(() => (ended = true))
  const end = Date.now() + limitMs
  while (Date.now() < end && !ended) {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    if (answer?.ok) return
    // `medusa develop` stays when the server it watches has failed to start.
    if (/Error starting server|EADDRINUSE/.test(readFileSync(log, "utf8"))) break
    await pause(150)
  }
  await unlessStopping()
  throw new Failure("Medusa did not start.", ...reasons(log), `All of its output: ${shortPath(log)}`)
}
