import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync, readlinkSync } from "node:fs"

const linux = process.platform === "linux"
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Sends a signal; false when nobody is there to get it. Signal 0 only asks. */
export function signal(pid, name) {
  try {
    process.kill(pid, name)
    return true
  } catch (error) {
    return error.code === "EPERM"
  }
}

/** State letter, parent and process group of a process, from Linux's /proc. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    const [state, parent, group] = text.slice(text.lastIndexOf(")") + 2).split(" ")
    return { state, parent: Number(parent), group: Number(group) }
  } catch {
    return undefined
  }
}

/** Whether a process runs. A zombie nobody has collected yet does not (containers often lack a reaper). */
export const alive = (pid) => signal(pid, 0) && (!linux || !["Z", "X"].includes(stat(pid)?.state ?? "X"))

/** Whether anything of a process group still runs. */
export function groupAlive(group) {
  if (!signal(-group, 0)) return false
  if (!linux) return true
  return readdirSync("/proc").some((entry) => {
    const found = /^\d+$/.test(entry) ? stat(entry) : undefined
    return found?.group === group && found.state !== "Z"
  })
}

/** The parent of a process, where the system tells it. */
export const parentOf = (pid) => stat(pid)?.parent

/** The command line of a process, or an empty string. */
export function commandOf(pid) {
  try {
    if (linux) return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()
  } catch {
    return ""
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? ""
}

/** The folder a process works in, where the system tells it. */
export function folderOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Waits until `gone()` says yes; false when the time is up first. */
export async function until(gone, limitMs) {
  const end = Date.now() + limitMs
  while (!gone()) {
    if (Date.now() > end) return false
    await pause(50)
  }
  return true
}

/** Ends a process group: politely first, by force when the grace is over. */
export async function endGroup(group, graceMs = 8_000) {
  signal(-group, "SIGTERM")
  if (await until(() => !groupAlive(group), graceMs)) return
  signal(-group, "SIGKILL")
  await until(() => !groupAlive(group), 5_000)
}

/** The groups that others have written down in a folder, one file named by each group's number. */
export function groupsIn(registry) {
  try {
    return readdirSync(registry).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** Ends a Postgres server: fast shutdown first (sessions are cut, data is flushed), then immediate. */
export async function endPostgres(pid) {
  signal(pid, "SIGINT")
  if (await until(() => !alive(pid), 15_000)) return
  signal(pid, "SIGQUIT")
  if (await until(() => !alive(pid), 5_000)) return
  signal(-pid, "SIGKILL")
}
