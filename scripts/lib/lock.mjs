import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { atEnd, leashPid } from "./command.mjs"
import { Failure } from "./messages.mjs"
import { dataFolder, folder } from "./paths.mjs"
import { alive, commandOf, until } from "./pids.mjs"

const note = join(dataFolder, "running.json")

function earlier() {
  try {
    return JSON.parse(readFileSync(note, "utf8"))
  } catch {
    return undefined // gone in this moment, or cut short by a crash: nobody's
  }
}

const runs = (pid, script) => Boolean(pid) && alive(pid) && commandOf(pid).includes(script)
const write = (more, options) => writeFileSync(note, JSON.stringify({ pid: process.pid, leash: leashPid(), ...more }), options)

/** Lets one `npm start` run in a clone; a note left by one that was killed does not count. */
export async function lock() {
  folder(dataFolder)
  for (const attempt of [1, 2]) {
    try {
      write({}, { flag: "wx", mode: 0o600 })
      atEnd(() => rmSync(note, { force: true }))
      return
    } catch (error) {
      if (error.code !== "EEXIST") throw error
    }
    const other = earlier()
    if (attempt === 2 || runs(other?.pid, "start.mjs")) {
      throw new Failure(
        `Pasaj is already running in this folder${other?.url ? ` at ${other.url}` : ""} (process ${other?.pid}).`,
        `Use that one, or stop it first: Ctrl-C in its terminal, or kill ${other?.pid}`,
      )
    }
    // What was killed a moment ago is still being ended: let that finish, its ports come free.
    await until(() => !runs(other?.leash, "leash.mjs"), 30_000)
    rmSync(note, { force: true })
  }
}

/** Adds the addresses to the note, for whoever comes second. */
export const announce = (url, database) => write({ url, database })
