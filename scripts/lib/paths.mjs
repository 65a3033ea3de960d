import { mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The root of this clone. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

// Everything a run leaves behind stands in dot-directories: `medusa develop` watches the rest of
// the tree, and a log file written there would restart the server without end.
export const dataFolder = join(root, ".data")
export const testFolder = join(root, ".test")

/** Makes a folder if it is missing and returns its path. */
export function folder(...parts) {
  const path = join(...parts)
  mkdirSync(path, { recursive: true })
  return path
}

/** The path of an installed package's file, such as `modulePath("jest", "bin/jest.js")`. */
export const modulePath = (name, file) => join(root, "node_modules", name, file)

export const medusaCli = modulePath("@medusajs/cli", "cli.js")
