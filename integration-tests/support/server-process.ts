import { spawn } from "node:child_process"
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join, resolve } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { testbed } from "./testbed"

const root = resolve(__dirname, "../..")
const cli = join(root, "node_modules/@medusajs/cli/cli.js")
const bootLimitMs = 120_000

const isFree = (port: number) =>
  new Promise<boolean>((answer) => {
    const probe = createServer()
    probe.once("error", () => answer(false))
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => answer(true)))
  })

/** A port below the range the system gives to outgoing connections, in a span of this Jest worker alone. */
export async function freePort(): Promise<number> {
  const span = 20_000 + (Number(process.env.JEST_WORKER_ID ?? 1) % 20) * 500
  for (;;) {
    const port = span + Math.floor(Math.random() * 500)
    if (await isFree(port)) return port
  }
}

const groupRuns = (group: number) => {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}

/** A server's process group. */
export interface Running {
  group: number
  exited: Promise<void>
  hasExited: () => boolean
}

/** Starts `medusa start` on a port and a database; what it prints is added to `log`. */
export function launch(port: number, databaseUrl: string, env: NodeJS.ProcessEnv, log: string): Running {
  mkdirSync(testbed().logs, { recursive: true })
  const out = openSync(log, "a")
  const child = spawn(process.execPath, [cli, "start", "--port", String(port), "--host", "localhost"], {
    cwd: root,
    // A group of its own: killing it takes all it started along, and spares the tests.
    detached: true,
    stdio: ["ignore", out, out],
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      NODE_ENV: "development",
      DISABLE_MEDUSA_ADMIN: "true",
      MEDUSA_DISABLE_TELEMETRY: "true",
      PASAJ_SANDBOX: "true",
      REDIS_URL: "",
      DATABASE_URL: databaseUrl,
      ...env,
    },
  })
  closeSync(out)
  const group = child.pid
  if (!group) throw new Error("The server's process could not be started.")
  const note = join(testbed().arcades, String(group))
  writeFileSync(note, log)
  let over = false
  const exited = new Promise<void>((done) =>
    child.once("exit", () => {
      over = true
      rmSync(note, { force: true })
      done()
    }),
  )
  return { group, exited, hasExited: () => over }
}

/** Waits until the server answers; throws with the end of its log when it does not. */
export async function waitForHealth(url: string, running: Running, log: string): Promise<void> {
  const end = Date.now() + bootLimitMs
  while (Date.now() < end && !running.hasExited()) {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    if (answer?.ok) return
    await pause(100)
  }
  const lines = readFileSync(log, "utf8").trim().split("\n").filter((line) => !/^\s+at /.test(line))
  throw new Error(`The server did not start. The end of ${log}:\n${lines.slice(-15).join("\n")}`)
}

/** Ends the group: `SIGTERM` lets it finish its requests, `SIGKILL` is a power cut. */
export async function end(running: Running, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (groupRuns(running.group)) process.kill(-running.group, signal)
  const late = pause(10_000, "late", { ref: false })
  if ((await Promise.race([running.exited, late])) !== "late") return
  if (groupRuns(running.group)) process.kill(-running.group, "SIGKILL")
  await running.exited
}
