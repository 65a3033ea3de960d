import { spawn } from "node:child_process"
import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname, join } from "node:path"

import { checkOwner, initialise, inspect, password, recover, startAgain } from "./cluster-folder.mjs"
import { atEnd, hold } from "./command.mjs"
import { canConnect } from "./database.mjs"
import { Failure, reasons, shortPath } from "./messages.mjs"
import { canUse, elsewhere, programs, serverUser } from "./native.mjs"
import { endPostgres, pause } from "./pids.mjs"
import { firstFree } from "./ports.mjs"

/** What a cluster that is thrown away after an hour need not promise. */
export const throwAway = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "autovacuum=off"]

/** Where the data goes: the wanted folder, or one outside the clone when root's stand-in cannot reach that. */
function place(wanted) {
  checkOwner(wanted)
  const user = serverUser(wanted)
  const parent = dirname(wanted)
  mkdirSync(parent, { recursive: true })
  if (canUse(user, "-x", parent)) return { user, path: wanted }
  return { user, path: join(elsewhere(user, parent), "postgres") }
}

/**
 * Starts Postgres on a folder, making the cluster first if there is none, on the first free port
 * from `firstPort` on. It ends with us.
 * @returns {Promise<{ port, path, moved, recovered, url(name), exited, end() }>} `moved`: the data stands elsewhere;
 * `recovered`: a server left over by a killed run was stopped; `url` gives the address of a database
 */
export async function startPostgres({ wanted, firstPort, settings = [], initFlags = [], log }) {
  const { user, path } = place(wanted)
  const bin = programs(user)
  mkdirSync(dirname(log), { recursive: true })
  const initLog = log.replace(/log$/, "init.log")
  if (inspect(path) !== "ready") await initialise(bin, path, { user, log: initLog, flags: initFlags })
  const recovered = await recover(path)
  const secret = password(path)
  const port = await firstFree(firstPort, 1_000)
  const all = ["listen_addresses=localhost", "unix_socket_directories=", `port=${port}`, ...settings]
  const server = launch(join(bin, "postgres"), ["-D", path, ...all.flatMap((one) => ["-c", one])], user, log)
  const url = (name) => `postgres://pasaj:${secret}@localhost:${port}/${name}`
  await ready(url("postgres"), server.exited, log, path)
  return { ...server, port, path, moved: path !== wanted, recovered, url }
}

function launch(program, args, user, log) {
  const out = openSync(log, "w")
  const server = spawn(program, args, { ...user, cwd: "/", detached: true, stdio: ["ignore", out, out] })
  closeSync(out)
  const exited = new Promise((resolve) => {
    server.on("error", () => resolve(127))
    server.on("close", (code) => resolve(code ?? 1))
  })
  const letGo = server.pid ? hold("postgres", server.pid) : () => {}
  const end = async () => {
    if (server.pid) await endPostgres(server.pid)
    letGo()
    forget()
  }
  const forget = atEnd(end)
  return { exited, end }
}

async function ready(url, exited, log, path) {
  let code
  exited.then((value) => (code = value))
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    if (code !== undefined) break
    if (await canConnect(url)) return
    await pause(50)
  }
  throw new Failure(
    `Postgres does not start on ${shortPath(path)}.`,
    ...reasons(log),
    `All of its output: ${shortPath(log)}`,
    "If the data is broken:",
    ...startAgain(path),
  )
}
