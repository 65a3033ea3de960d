import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { complain, Failure, say } from "./messages.mjs"
import { alive, commandOf, parentOf } from "./pids.mjs"
import { beginStopping, isStopping } from "./stopping.mjs"

const undo = []
let leash

/**
 * Registers what must be undone when the command ends, however it ends; the newest is undone first.
 * Returns a function that takes the registration back.
 */
export function atEnd(work) {
  undo.push(work)
  return () => {
    const at = undo.indexOf(work)
    if (at >= 0) undo.splice(at, 1)
  }
}

/**
 * Puts something on the leash, so that it ends even when this process is killed outright:
 * `hold("group", pid)`, `hold("postgres", pid)`, `hold("folder", path)`, `hold("registry", path)`.
 * Returns a function that lets it go.
 */
export function hold(kind, what) {
  leash ??= startLeash()
  leash.stdin.write(`hold ${kind} ${what}\n`)
  return () => leash.stdin.write(`drop ${kind} ${what}\n`)
}

/** The leash's process id: it may still be tidying up after its command is gone. */
export const leashPid = () => (leash ??= startLeash()).pid

function startLeash() {
  const script = fileURLToPath(new URL("./leash.mjs", import.meta.url))
  // Detached: the terminal's Ctrl-C must not reach it, it acts when its pipe closes.
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "ignore", "ignore"], detached: true, cwd: "/" })
  child.stdin.on("error", () => {})
  child.unref()
  child.stdin.unref()
  return child
}

async function undoAll() {
  while (undo.length) {
    try {
      await undo.pop()()
    } catch {
      // The leash ends what could not be ended here.
    }
  }
}

function onSignal(name, exitCode) {
  let first = 0
  process.on(name, async () => {
    // npm passes the terminal's Ctrl-C on, so the same one can arrive twice within a moment.
    if (isStopping()) {
      if (first && Date.now() - first > 1_500) process.exit(exitCode)
      return
    }
    first = Date.now()
    beginStopping()
    say(`\n  Stopping …`)
    await undoAll()
    say("  Stopped. Nothing is left running.")
    process.exit(exitCode)
  })
}

/** When npm, or its shell between us, is killed, nobody passes a signal on: notice that one of them is gone. */
function followNpm() {
  if (!process.env.npm_lifecycle_event) return
  const above = [process.ppid]
  if (!/^npm|npm-cli/.test(commandOf(process.ppid))) above.push(parentOf(process.ppid))
  const timer = setInterval(() => {
    if (above.some((pid) => pid && !alive(pid))) process.kill(process.pid, "SIGTERM")
  }, 250)
  timer.unref()
}

/**
 * Runs a command to its end: failures become one message, signals and normal ends undo all that
 * `atEnd` registered. `work` returns the exit code (nothing means 0).
 * @param {{ logs: string, onSignalExit?: number }} options `logs`: where the trace of an unforeseen error goes
 */
export async function command(options, work) {
  onSignal("SIGINT", options.onSignalExit ?? 130)
  onSignal("SIGTERM", options.onSignalExit ?? 143)
  onSignal("SIGHUP", options.onSignalExit ?? 129)
  followNpm()
  // Whoever read our output (tee, head) may be gone before us; that is no reason to leave things running.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
  let code = 1
  try {
    code = (await work()) ?? 0
  } catch (error) {
    if (isStopping()) return
    complain(error instanceof Failure ? error : unforeseen(error, options.logs))
  }
  if (isStopping()) return
  await undoAll()
  process.exit(code)
}

function unforeseen(error, logs) {
  const what = error instanceof Error ? error.message : String(error)
  if (error?.code === "EACCES" || error?.code === "EPERM")
    return new Failure(
      `No permission: ${error.path ?? what}.`,
      "It belongs to another user, or the disk is read-only: run as its owner, or change the owner with chown.",
    )
  if (error?.code === "ENOSPC")
    return new Failure("The disk is full.", "Free some space (about 2 GB) and run the command again.")
  try {
    mkdirSync(logs, { recursive: true })
    writeFileSync(join(logs, "error.log"), `${error?.stack ?? what}\n`)
  } catch {
    // Without a place for the trace the message alone must do.
  }
  return new Failure(`Unforeseen: ${what}`, `The details are in ${join(logs, "error.log")}; please report them.`)
}
