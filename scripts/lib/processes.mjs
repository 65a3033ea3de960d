import { spawn } from "node:child_process"
import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname } from "node:path"

import { atEnd, hold } from "./command.mjs"
import { Failure, reasons, shortPath } from "./messages.mjs"
import { endGroup } from "./pids.mjs"
import { unlessStopping } from "./stopping.mjs"

/**
 * Starts a program in a process group of its own, which ends with us however we end.
 * As `user` ({ uid, gid }) where given. Its output goes to `log` (a file), or to our own terminal without one.
 * Returns its pid, `exited` (resolves to the exit code, 1 for a signal) and `end()`.
 */
export function startGroup(program, args, { cwd, env, log, user }) {
  if (log) mkdirSync(dirname(log), { recursive: true })
  const out = log ? openSync(log, "w") : "inherit"
  const child = spawn(program, args, { ...user, cwd, env, detached: true, stdio: ["ignore", out, out] })
  if (log) closeSync(out)
  const exited = new Promise((resolve) => {
    child.on("error", () => resolve(127))
    child.on("close", (code) => resolve(code ?? 1))
  })
  if (!child.pid) return { pid: 0, exited, end: async () => {} }
  const letGo = hold("group", child.pid)
  const end = async (graceMs) => {
    await endGroup(child.pid, graceMs)
    letGo()
    forget()
  }
  const forget = atEnd(end)
  return { pid: child.pid, exited, end }
}

/**
 * Runs a program to its end and returns its exit code; whatever it started ends with it.
 * With `name`, an exit code other than 0 is a failure that quotes the reason from the log.
 */
export async function runTool(program, args, { name, todo = [], ...options }) {
  await unlessStopping()
  const tool = startGroup(program, args, options)
  const code = await tool.exited
  await tool.end(1_000)
  await unlessStopping()
  if (code !== 0 && name) {
    throw new Failure(`${name} failed.`, ...reasons(options.log), `All of its output: ${shortPath(options.log)}`, ...todo)
  }
  return code
}
