// `npm start`: the whole arcade in one command. See README.md for what it prints and what it keeps.
import { existsSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { command } from "./lib/command.mjs"
import { checkDatabase, createDatabase } from "./lib/database.mjs"
import { checkNode, install } from "./lib/install.mjs"
import { announce, lock } from "./lib/lock.mjs"
import { readMark, tablesFingerprint, writeMark } from "./lib/marks.mjs"
import { medusaEnv, migrate, seed, serve, waitForHealth } from "./lib/medusa.mjs"
import { Failure, bold, dim, reasons, say, shortPath, step } from "./lib/messages.mjs"
import { dataFolder, folder, root } from "./lib/paths.mjs"
import { firstFree, isFree } from "./lib/ports.mjs"
import { startPostgres } from "./lib/postgres.mjs"
import { checkRedis } from "./lib/redis.mjs"
import { unlessStopping } from "./lib/stopping.mjs"

const logs = join(dataFolder, "logs")
const log = (name) => join(logs, `${name}.log`)
const seedFile = join(dataFolder, "arcade.json")

function checkDataFolder() {
  if (existsSync(dataFolder) && !statSync(dataFolder).isDirectory())
    throw new Failure(".data is a file; Pasaj keeps its data in a folder of that name.", "Move it away: mv .data .data.old")
  folder(logs)
}

/** The port to listen on: the one asked for or none, else the first free one from 9000 on. */
async function choosePort() {
  const asked = process.env.PORT
  if (!asked) {
    const port = await firstFree(9000)
    if (!port) throw new Failure("Ports 9000 to 9099 are all taken.", "Choose another: PORT=8000 npm start")
    if (port !== 9000) say(dim(`  Port 9000 is taken, so this arcade listens on ${port}. Choose one with PORT=…`))
    return port
  }
  const port = Number(asked)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Failure(`PORT=${asked} is not a port.`, "Choose a number from 1024 to 65535: PORT=9001 npm start")
  if (await isFree(port)) return port
  const other = await firstFree(port + 1)
  throw new Failure(
    `Port ${port} is taken: another program listens there (or you may not use it).`,
    `Stop that program, or choose another port: PORT=${other ?? 9001} npm start`,
  )
}

/** The database: the user's own when DATABASE_URL is set, else an embedded one in .data. */
async function openDatabase() {
  const given = process.env.DATABASE_URL
  if (given) {
    await step("your Postgres answers", () => checkDatabase(given))
    return { url: given, exited: new Promise(() => {}) }
  }
  let server
  await step("Postgres", async () => {
    server = await startPostgres({ wanted: join(dataFolder, "postgres"), firstPort: 54_320, log: log("postgres") })
    await createDatabase(server.url("postgres"), "pasaj")
    return `on port ${server.port}${server.recovered ? " (one left over by an earlier run was stopped)" : ""}`
  })
  if (server.moved) {
    const why = "Postgres cannot run as root, and its user may not enter this folder"
    say(`  ${dim(`Its data is in ${server.path}: ${why}.`)}`)
  }
  return { url: server.url("pasaj"), exited: server.exited }
}

async function prepare(url, env) {
  const fingerprint = tablesFingerprint()
  if ((await readMark(url, "tables")) !== fingerprint) {
    await step("tables migrated", () => migrate({ env, log: log("migrate") }))
    await writeMark(url, "tables", fingerprint)
  }
  // What the seed wrote stays with the database it describes; the file is a copy for people and scripts.
  let written = await readMark(url, "seed")
  if (!written) {
    await step("arcade seeded", async () => {
      written = await seed({ seedFile, env, log: log("seed") })
    })
    await writeMark(url, "seed", written)
  }
  writeFileSync(seedFile, written, { mode: 0o600 })
  return JSON.parse(written)
}

function welcome(url, arcade, databaseUrl) {
  const person = (who) => `${who.email}  ${dim("password")} ${who.password}`
  const rows = [
    ["Dashboard", `${url}/app`],
    ["Store API", `${url}/store`],
    ["Merchant API", `${url}/merchant`],
    ["Publishable key", arcade.publishable_key],
    ["Operator", arcade.operator && person(arcade.operator)],
    ...(arcade.merchants ?? []).map((one) => ["Merchant", `${person(one)}  ${dim(one.name ?? "")}`]),
    ["Buyer", arcade.buyer && person(arcade.buyer)],
    ["Database", process.env.DATABASE_URL ? "yours (DATABASE_URL)" : databaseUrl],
    ["Log", shortPath(log("medusa"))],
  ]
  say(`\n${bold("Pasaj is open.")}\n`)
  for (const [name, value] of rows) if (value) say(`  ${name.padEnd(16)} ${value}`)
  say(`\n  Tell its story: ${bold("npm run story")} (in another terminal). Stop with Ctrl-C.\n`)
}

// Whoever asks for an orderly stop gets one, and that is a success.
command({ logs, onSignalExit: 0 }, async () => {
  checkNode()
  say(bold("Pasaj"))
  checkDataFolder()
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"))
  await lock()
  const port = await choosePort()
  await install()
  if (process.env.REDIS_URL) await step("your Redis answers", () => checkRedis(process.env.REDIS_URL))
  const database = await openDatabase()
  const env = medusaEnv({ DATABASE_URL: database.url, PASAJ_SEED_FILE: seedFile })
  const arcade = await prepare(database.url, env)
  const url = `http://localhost:${port}`
  // The arcade has sign-ins that everybody knows: HOST=0.0.0.0 opens it to other machines, nothing else does.
  const server = serve("develop", { port, host: process.env.HOST || "localhost", env, log: log("medusa") })
  await step("Medusa with its dashboard", () => waitForHealth(url, server, log("medusa")))
  announce(url, database.url)
  welcome(url, arcade, database.url)
  const gone = await Promise.race([server.exited.then(() => "medusa"), database.exited.then(() => "postgres")])
  await unlessStopping()
  throw new Failure(
    `${gone === "medusa" ? "Medusa" : "Postgres"} has stopped by itself, so the rest was stopped too.`,
    ...reasons(log(gone)),
    `Run npm start again. What it said last is in ${shortPath(log(gone))}`,
  )
})
