// `npm run bench` lists the benches, `npm run bench -- checkout` runs one. Every figure is a line of JSON on stdout;
// everything said to people goes to stderr.
import { join } from "node:path"

import { command } from "../lib/command.mjs"
import { checkNode, install } from "../lib/install.mjs"
import { bold, Failure, say } from "../lib/messages.mjs"
import { folder, root } from "../lib/paths.mjs"
import { checkout } from "./checkout/index.mjs"
import { print, summary } from "./figures.mjs"
import { lapse } from "./lapse/index.mjs"
import { posting } from "./posting/index.mjs"
import { rent } from "./rent/index.mjs"
import { shops } from "./shops/index.mjs"

const benches = [checkout, posting, lapse, shops, rent]
const logs = folder(root, ".bench", "logs")

console.log = (...words) => console.error(...words)

function list() {
  say(bold("Benches"))
  for (const { name, about, settings } of benches) {
    say(`\n  npm run bench -- ${name}\n    ${about}`)
    for (const { variable, value, meaning } of settings) say(`    ${variable}=${value}  ${meaning}`)
  }
}

command({ logs }, async () => {
  checkNode()
  const [wanted] = process.argv.slice(2)
  if (wanted === undefined) return list()
  const bench = benches.find(({ name }) => name === wanted)
  if (!bench) throw new Failure(`There is no bench called ${wanted}.`, `Benches: ${benches.map(({ name }) => name).join(", ")}.`)
  say(bold(`Bench: ${bench.name}`))
  await install()
  const figures = await bench.run({ logs: folder(join(logs, bench.name)) })
  for (const figure of figures) print({ bench: bench.name, ...figure })
  summary(figures, bench.target)
})
