// A process that does nothing but sweep: argv is the database, the instant, and the chunk. It prints one line of JSON.
import { createRequire } from "node:module"

import { load } from "../../docs/source.mjs"

const [url, at, chunk] = process.argv.slice(2)
const require = createRequire(import.meta.url)
const { defineConfig, MikroORM } = require("@medusajs/framework/mikro-orm/postgresql")
const { lapseDue, sweepLapses } = load("src/modules/escrow/consent.ts")

const megabytes = () => process.memoryUsage().rss / 1_048_576
const orm = await MikroORM.init(defineConfig({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } }))
await orm.em.fork().execute("select 1")

const idle = megabytes()
let most = idle
const from = performance.now()
const released = await sweepLapses(async (after) => {
  const swept = await orm.em.fork().transactional((em) => lapseDue(em, at, Number(chunk), after))
  most = Math.max(most, megabytes())
  return swept
}, Number(chunk))
const ms = performance.now() - from
process.stdout.write(`${JSON.stringify({ released, ms, idle, most })}\n`)
await orm.close(true)
