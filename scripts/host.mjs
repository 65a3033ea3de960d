// `npm run host`: proves that the packed plugin works in a stranger's app. Builds and packs it, makes
// a plain Medusa app in a temporary folder, installs the tarball there with one line of configuration,
// and tells the story against it. `-- --fast` skips the installation and borrows this clone's packages.
import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"

import { atEnd, command } from "./lib/command.mjs"
import { createDatabase } from "./lib/database.mjs"
import { installApp, pack, unpackInto, writeApp } from "./lib/host-app.mjs"
import { checkNode, install } from "./lib/install.mjs"
import { buildPlugin, medusaEnv, migrate, seed, serve, waitForHealth } from "./lib/medusa.mjs"
import { bold, Failure, say, step } from "./lib/messages.mjs"
import { folder, medusaCli, root, testFolder } from "./lib/paths.mjs"
import { anyFree } from "./lib/ports.mjs"
import { runTool } from "./lib/processes.mjs"
import { temporaryFolder, throwAwayPostgres } from "./lib/testbed.mjs"

const logs = join(testFolder, "logs", "host")
const log = (name) => join(logs, `${name}.log`)
const fast = process.argv.includes("--fast")
const compiledSeed = "./node_modules/medusa-plugin-pasaj/.medusa/server/src/scripts/seed.js"

/** The app's folder: in the fast way inside the clone, so that its packages are found. */
function place(home) {
  if (!fast) return folder(home, "app")
  const app = join(root, ".host")
  rmSync(app, { recursive: true, force: true })
  atEnd(() => rmSync(app, { recursive: true, force: true }))
  return folder(app)
}

async function makeApp(home) {
  const app = place(home)
  await step("plugin built", () => buildPlugin({ env: medusaEnv(), log: log("build") }))
  let tarball
  await step("plugin packed", async () => {
    tarball = await pack(home, log("pack"))
  })
  writeApp(app, tarball)
  if (fast) await step("plain Medusa app, on this clone's packages", () => unpackInto(app, tarball, log("unpack")))
  else await step("plain Medusa app installed", () => installApp(app, log("install")))
  return { app, cli: fast ? medusaCli : join(app, "node_modules/@medusajs/cli/cli.js") }
}

async function open(home, { app, cli }) {
  let postgres
  await step("throw-away Postgres", async () => {
    postgres = await throwAwayPostgres(home, logs)
    await createDatabase(postgres.url("postgres"), "host")
  })
  const seedFile = join(home, "arcade.json")
  // The sandbox must come from the plugin's option in the app's configuration, not from our environment.
  const env = medusaEnv({
    DATABASE_URL: postgres.url("host"),
    REDIS_URL: "",
    PASAJ_SANDBOX: "",
    PASAJ_SEED_FILE: seedFile,
    DISABLE_MEDUSA_ADMIN: "true",
  })
  await step("tables migrated", () => migrate({ cli, cwd: app, env, log: log("migrate") }))
  await step("arcade seeded", async () => {
    await seed({ script: compiledSeed, cli, cwd: app, env, seedFile, log: log("seed") })
  })
  const port = await anyFree()
  const url = `http://localhost:${port}`
  const server = serve("start", { port, host: "localhost", cli, cwd: app, env, log: log("medusa") })
  await step("Medusa with the plugin", () => waitForHealth(url, server, log("medusa")))
  return { url, seedFile }
}

command({ logs: folder(logs) }, async () => {
  checkNode()
  say(bold("Pasaj in a stranger's app"))
  const story = join(root, "scripts", "story.mjs")
  if (!existsSync(story)) throw new Failure("scripts/story.mjs is missing: there is no story to tell.")
  await install()
  const home = temporaryFolder("host")
  const { url, seedFile } = await open(home, await makeApp(home))
  say()
  const env = { ...process.env, PASAJ_URL: url, PASAJ_SEED_FILE: seedFile }
  const code = await runTool(process.execPath, [story], { cwd: root, env })
  if (code !== 0) throw new Failure("The story failed in the plain app.", `The server's output: ${log("medusa")}`)
  say(`\n${bold("The packed plugin works in a plain Medusa app.")}`)
})
