import { randomBytes } from "node:crypto"
import {
  chownSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"

import { Failure, reasons, shortPath } from "./messages.mjs"
import { alive, commandOf, endPostgres, folderOf } from "./pids.mjs"
import { runTool } from "./processes.mjs"

// Written into a cluster's folder when it is complete; the folder gets its name only after that.
const markName = "pasaj.json"

/** What to do with a data folder that cannot be used: the next start makes a new one. */
export const startAgain = (path) => [
  `To keep it, move it away: mv ${shortPath(path)} ${shortPath(path)}.old`,
  `To begin anew, delete it: rm -rf ${shortPath(path)}`,
]

/** Looks at a data folder: `absent`, `unfinished` (was never used, can be made again) or `ready`. Damage is a failure. */
export function inspect(path) {
  if (!existsSync(path)) return "absent"
  if (!statSync(path).isDirectory()) throw new Failure(`${shortPath(path)} is not a folder.`, ...startAgain(path))
  const has = (name) => existsSync(join(path, name))
  const complete = has("PG_VERSION") && has("global/pg_control")
  if (has(markName)) {
    if (complete) return "ready"
    throw new Failure(`The database in ${shortPath(path)} is damaged: files of Postgres are missing.`, ...startAgain(path))
  }
  // Without the mark and without a control file initialisation never finished: nothing to lose.
  if (!has("global/pg_control")) return "unfinished"
  throw new Failure(`${shortPath(path)} holds a database that Pasaj did not make, or half of one.`, ...startAgain(path))
}

/** The password of a finished cluster's only user. */
export function password(path) {
  try {
    return JSON.parse(readFileSync(join(path, markName), "utf8")).password
  } catch {
    throw new Failure(`The database in ${shortPath(path)} is damaged: ${markName} cannot be read.`, ...startAgain(path))
  }
}

function own(user, path) {
  if (user) chownSync(path, user.uid, user.gid)
}

// Without these a machine with no locale set would get an SQL_ASCII cluster. Where the system does
// not know C.UTF-8, Postgres' own locale of that name does the same.
const locales = [
  ["--encoding=UTF8", "--locale=C.UTF-8"],
  ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
]

/**
 * Makes a cluster beside its place and moves it there when it is whole, so that what was
 * interrupted is never taken for a cluster.
 */
export async function initialise(bin, path, { user, log, flags = [] }) {
  const half = `${path}.unfinished`
  rmSync(half, { recursive: true, force: true })
  rmSync(path, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  own(user, half)
  const secret = randomBytes(12).toString("hex")
  const secretFile = `${half}.password`
  writeFileSync(secretFile, secret, { mode: 0o600 })
  own(user, secretFile)
  const common = ["-D", half, "--username=pasaj", "--auth=scram-sha-256", `--pwfile=${secretFile}`, "--lc-messages=C", ...flags]
  let code = 1
  for (const locale of locales) {
    code = await runTool(join(bin, "initdb"), [...common, ...locale], { user, cwd: "/", log })
    if (code === 0 || !/invalid locale/.test(readFileSync(log, "utf8"))) break
  }
  rmSync(secretFile, { force: true })
  if (code !== 0) {
    rmSync(half, { recursive: true, force: true })
    if (/look up effective user/.test(readFileSync(log, "utf8")))
      throw new Failure(
        `Postgres needs a name for the user it runs as, and this system has none for number ${process.getuid?.()}.`,
        "Run as a user that /etc/passwd lists (or as root: Postgres then gets a user of its own), or set DATABASE_URL.",
      )
    throw new Failure(
      `Postgres could not make its data folder ${shortPath(path)}.`,
      ...reasons(log),
      "Is the disk full, or the folder read-only?",
    )
  }
  writeFileSync(join(half, markName), JSON.stringify({ password: secret }), { mode: 0o600 })
  own(user, join(half, markName))
  renameSync(half, path)
}

/** Whether a process is a Postgres server on this very folder. */
const serves = (pid, path) => {
  const at = folderOf(pid)
  if (at) return at === realpathSync(path)
  const line = commandOf(pid)
  return line.includes("postgres") && line.includes(path)
}

/**
 * An earlier run that was killed may have left its server behind, or only the note of one. Ends the
 * first, removes the second. Call only when no other run can be using the folder.
 */
export async function recover(path) {
  const note = join(path, "postmaster.pid")
  if (!existsSync(note)) return false
  const pid = Number(readFileSync(note, "utf8").split("\n")[0])
  const running = Number.isInteger(pid) && pid > 1 && alive(pid) && serves(pid, path)
  if (running) await endPostgres(pid)
  rmSync(note, { force: true })
  return running
}

/** Refuses a data folder that this user cannot write. */
export function checkOwner(path) {
  const at = existsSync(path) ? path : dirname(path)
  if (!existsSync(at)) return
  const me = process.getuid?.()
  const { uid } = statSync(at)
  try {
    readdirSync(at)
    if (me === 0 || me === undefined || uid === me || at !== path) return
  } catch {
    // Not even readable: the same message.
  }
  throw new Failure(
    `${shortPath(at)} belongs to another user (number ${uid}; you are ${me}).`,
    `Run as that user, or move it away: sudo mv ${shortPath(at)} ${shortPath(at)}.old`,
  )
}
