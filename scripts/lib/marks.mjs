import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { query } from "./database.mjs"
import { root } from "./paths.mjs"

// What has been done to a database is written down in that database, so the note cannot be wrong
// about another one, and goes when the database goes. A schema of its own keeps it out of Medusa's way.
const table = "pasaj_start.mark"

/** The value noted under a name, or undefined. */
export async function readMark(url, name) {
  try {
    const [row] = await query(url, `select value from ${table} where name = $1`, [name])
    return row?.value
  } catch (error) {
    if (error.code === "42P01" || error.code === "3F000") return undefined
    throw error
  }
}

/** Notes a value under a name. */
export async function writeMark(url, name, value) {
  await query(url, "create schema if not exists pasaj_start")
  await query(url, `create table if not exists ${table} (name text primary key, value text not null)`)
  const upsert = `insert into ${table} (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value`
  await query(url, upsert, [name, value])
}

function files(path) {
  const at = join(root, path)
  if (!existsSync(at)) return []
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
}

/** A hash of everything that decides what the tables look like: while it is the same, there is nothing to migrate. */
export function tablesFingerprint() {
  const single = ["package-lock.json", "medusa-config.ts", "src/plugin-modules.ts"].filter((path) => existsSync(join(root, path)))
  const folders = ["src/links", "src/search", "src/migration-scripts"].flatMap(files)
  const ofModules = files("src/modules").filter((path) => /\/(migrations|models)\/|\/index\.ts$/.test(path))
  const hash = createHash("sha256")
  for (const path of [...single, ...folders, ...ofModules].sort()) hash.update(path).update(readFileSync(join(root, path)))
  return hash.digest("hex")
}
