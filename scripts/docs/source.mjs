import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join, relative } from "node:path"

import { root } from "../lib/paths.mjs"

const require = createRequire(import.meta.url)
let registered = false

/** Loads a TypeScript file of this clone, such as `src/domain/chart.ts`, without checking its types. */
export function load(file) {
  if (!registered) require("ts-node").register({ cwd: root, transpileOnly: true })
  registered = true
  return require(join(root, file))
}

/** The files below a folder of this clone that end so, in a fixed order. */
export function filesBelow(folder, ending) {
  const found = []
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (entry.name.endsWith(ending)) found.push(relative(root, path).replaceAll("\\", "/"))
    }
  }
  try {
    walk(join(root, folder))
  } catch (error) {
    if (error.code !== "ENOENT") throw error
  }
  return found.sort()
}

export const isTest = (file) => /\.spec\.tsx?$|\/__tests__\//.test(file)

export const read = (file) => readFileSync(join(root, file), "utf8")

/** The files of src/domain, without their tests. */
export const domainFiles = () => filesBelow("src/domain", ".ts").filter((file) => !isTest(file))
