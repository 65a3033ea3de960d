// A process that does nothing but one day's rent run: argv is the database, the instant, and the chunk. It prints one line of JSON.
import { createRequire } from "node:module"

import { load } from "../../docs/source.mjs"

const [url, at, chunk] = [process.argv[2], process.argv[3], Number(process.argv[4])]
const require = createRequire(import.meta.url)
const { defineConfig, MikroORM } = require("@medusajs/framework/mikro-orm/postgresql")
const { changesOf, endDue, termsOfShops, toldMany } = load("src/modules/rental/ends.ts")
const { leaseShops } = load("src/modules/merchant/lease-terms.ts")
const { takeRentReminders } = load("src/modules/rental/reminders.ts")
const { renewMany } = load("src/modules/rental/renew-many.ts")
const { dueRenewals, renewFromBalance } = load("src/modules/rental/renewals.ts")
const { earnDay } = load("src/modules/rental/earning.ts")
const { addDays, dayOf } = load("src/domain/calendar.ts")

const zone = "Asia/Tehran"
const moment = { at, zone }
const orm = await MikroORM.init(defineConfig({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } }))
const within = (work) => orm.em.fork().transactional(work)
const times = {}
let most = process.memoryUsage().rss

async function timed(name, work) {
  const start = performance.now()
  await work()
  times[name] = performance.now() - start
  most = Math.max(most, process.memoryUsage().rss)
}

// One day, as each morning: the days before it stand in the books already.
const yesterday = addDays(dayOf(at, zone), -1)
await orm.em.fork().execute("update rent_earning set earned_through = ?::date - 1", [yesterday])

await timed("remind", async () => {
  while ((await within((manager) => takeRentReminders(manager, moment, chunk))).length === chunk);
})
/** Shops learn until when they sell, as the duty tells them. */
async function tell(leases) {
  const known = await changesOf(orm.em.fork(), leases.map(({ id }) => id))
  const terms = await termsOfShops(orm.em.fork(), leases.map((lease) => lease.shop_id))
  await within((manager) => leaseShops(manager, terms))
  await within((manager) => toldMany(manager, known))
}

await timed("renew", async () => {
  for (let after = ""; ; ) {
    const due = await dueRenewals(orm.em.fork(), at, chunk, after)
    const buyers = new Map(due.map(({ merchant_id }) => [merchant_id, { name: "A merchant", identifier: null, address: null }]))
    const plain = await within((manager) => renewMany(manager, due.map(({ id }) => id), moment, buyers))
    await tell(plain)
    const renewed = new Set(plain.map(({ id }) => id))
    for (const { id } of due) if (!renewed.has(id)) await within((manager) => renewFromBalance(manager, id, moment, null))
    after = due[due.length - 1]?.id ?? after
    if (due.length < chunk) break
  }
})
await timed("end", async () => {
  while ((await within((manager) => endDue(manager, moment, chunk))) > 0);
})
await timed("earn", () => within((manager) => earnDay(manager, "irr", yesterday, zone)))

const ms = Object.values(times).reduce((all, each) => all + each, 0)
process.stdout.write(`${JSON.stringify({ ms, times, most: most / 1_048_576 })}\n`)
await orm.close(true)
