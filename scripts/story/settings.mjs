// Where the arcade is, who may sign in, and which catalogues the merchants bring.
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import { Unexpected } from "./client.mjs"

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** `{ url, seed }`: the running arcade and what its seed wrote down (keys and sign-ins). */
export function arcadeSettings() {
  const file = process.env.PASAJ_SEED_FILE ?? join(root, ".data", "arcade.json")
  if (!existsSync(file)) throw new Unexpected("There should be an arcade to tell of: run `npm start` first", `no ${file}`)
  const seed = JSON.parse(readFileSync(file, "utf8"))
  if (!seed.operator) throw new Unexpected("The arcade should be a sandbox: the story moves its clock and needs its sign-ins", "its seed made none")
  return { url: (process.env.PASAJ_URL ?? runningUrl()).replace(/\/$/, ""), seed }
}

/** The address that a running `npm start` has noted. */
function runningUrl() {
  const note = join(root, ".data", "running.json")
  const url = existsSync(note) ? JSON.parse(readFileSync(note, "utf8")).url : undefined
  if (!url) throw new Unexpected("The arcade should be open: run `npm start`, or set PASAJ_URL", "nothing is noted as running")
  return url
}
