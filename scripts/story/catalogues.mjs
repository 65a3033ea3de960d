// The catalogues that the merchants bring: Shopify's CSV exports, from a folder that PASAJ_CATALOGS names, from a folder
// beside the project, or else the samples that come with it.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

import { Unexpected } from "./client.mjs"

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const samples = join(root, "src", "scripts", "samples")
const notSamples = ["index.ts", "header.ts"]
const usual = ["apparel", "home-and-garden"]

/** The folder of catalogues; undefined where there is none and the samples must do. */
function folderOfCatalogues() {
  const given = process.env.PASAJ_CATALOGS
  if (given && !existsSync(given)) throw new Unexpected("PASAJ_CATALOGS should name a folder of CSV files", `no ${given}`)
  const beside = resolve(root, "..", "shared", "data", "catalogs")
  return [given, beside].find((path) => path && existsSync(path))
}

/** The catalogues the two merchants bring: those named, else the usual two. */
export function chosenCatalogues(names) {
  const there = namesOfCatalogues()
  for (const name of names) if (!there.includes(name)) throw new Unexpected(`There should be a catalogue '${name}'`, `there are ${there.join(", ")}`)
  const rest = [...usual, ...there].filter((name) => there.includes(name))
  return [...names, ...rest].slice(0, 2)
}

/** The names of the catalogues there are, in the order of the alphabet. */
export function namesOfCatalogues() {
  const folder = folderOfCatalogues()
  const files = readdirSync(folder ?? samples)
  const ending = folder ? ".csv" : ".ts"
  return files.filter((file) => file.endsWith(ending) && !notSamples.includes(file)).map((file) => file.slice(0, -ending.length)).sort()
}

/** The text of a catalogue. */
export function catalogueOf(name) {
  const folder = folderOfCatalogues()
  return folder ? readFileSync(join(folder, `${name}.csv`), "utf8") : sampleOf(name)
}

/** The samples are modules of the plugin, so that the packed plugin has them too; their text stands between back-ticks. */
function sampleOf(name) {
  const read = (file) => readFileSync(join(samples, file), "utf8")
  const header = /"(Handle,[^"]*)"/.exec(read("header.ts"))?.[1]
  const body = /`\$\{header\}\n([^`]*)`/.exec(read(`${name}.ts`))?.[1]
  if (header === undefined || body === undefined) throw new Unexpected(`The sample catalogue '${name}' should be readable`, "its module is written otherwise")
  return `${header}\n${body}`
}
