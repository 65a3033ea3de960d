import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { Failure, step } from "./messages.mjs"
import { folder, root } from "./paths.mjs"
import { runTool } from "./processes.mjs"

/** Refuses a Node that Medusa does not run on. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number)
  if (major >= 22 || (major === 20 && minor >= 19)) return
  throw new Failure(
    `Node ${process.versions.node} cannot run Pasaj: it needs 20.19 or later in 20, or 22.`,
    "Get one from https://nodejs.org, or with a version manager: nvm install 22",
  )
}

function read(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"))
  } catch {
    return undefined
  }
}

const sameNames = (left = {}, right = {}) =>
  JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort())

/**
 * Whether node_modules holds what the lockfile says: npm notes what it installed in a lockfile of
 * its own there, written last, so an interrupted installation has none. Contents are compared, not
 * file times, which a checkout changes.
 */
export function isInstalled() {
  const wanted = read("package-lock.json")
  const found = read("node_modules/.package-lock.json")
  const own = read("package.json")
  if (!wanted || !found || !own) return false
  const lockedOwn = wanted.packages[""] ?? {}
  if (!sameNames(own.dependencies, lockedOwn.dependencies)) return false
  if (!sameNames(own.devDependencies, lockedOwn.devDependencies)) return false
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (!path || entry.extraneous) return true
    const here = found.packages[path]
    if (!here) return Boolean(entry.optional || entry.devOptional || entry.peer)
    return here.version === entry.version && existsSync(join(root, path, "package.json"))
  })
}

/** Installs the packages when they are missing, incomplete or not those of the lockfile. */
export async function install() {
  if (isInstalled()) return
  // `npm install` and not `npm ci`: the latter refuses a lockfile without the optional packages of
  // platforms that the registry at hand does not serve.
  await step("packages installed", () =>
    npm(["install", "--no-audit", "--no-fund"], {
      name: "npm install",
      cwd: root,
      log: join(folder(root, ".data", "logs"), "install.log"),
      todo: ["Is the package registry reachable (network, proxy, `npm config get registry`)? Then run the command again."],
    }),
  )
}

/** Runs npm: the one that started us, if it did. */
export async function npm(args, options) {
  const cli = process.env.npm_execpath
  const env = { ...process.env, ...options.env }
  if (cli?.endsWith(".js")) await runTool(process.execPath, [cli, ...args], { ...options, env })
  else await runTool("npm", args, { ...options, env })
}
