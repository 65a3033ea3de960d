import { atEnd } from "../../lib/command.mjs"
import { Failure } from "../../lib/messages.mjs"
import { pause } from "../../lib/pids.mjs"

const LIMIT_MS = 30_000
/** A database that nobody has spoken to for so long is idle: no workflow waits that long between two statements. */
const IDLE_MS = 25

const holds = "select count(*)::int as holds from escrow_hold where order_id = $1"
const activity = `
  select count(*) filter (where state <> 'idle')::int as busy,
    coalesce(extract(epoch from clock_timestamp() - max(state_change)) * 1000, ${IDLE_MS})::float8 as silent_ms
  from pg_stat_activity where datname = $1 and backend_type = 'client backend' and pid <> pg_backend_pid()`

/**
 * Looks into the databases past the servers. `drained(server, order, shops)` waits until what follows an order is done:
 * with the plugin until each shop's hold stands, then (on both servers) until the database is idle.
 */
export async function openWatch(postgres) {
  const { default: pg } = await import("pg")
  const open = async (name) => {
    const client = new pg.Client({ connectionString: postgres.url(name) })
    client.on("error", () => {}) // the server is gone when the run is being stopped
    await client.connect()
    atEnd(() => client.end().catch(() => {}))
    return client
  }
  const [watcher, ours, plain] = [await open("postgres"), await open("ours"), await open("plain")]

  const poll = async (what, ms, done) => {
    const from = performance.now()
    while (!(await done())) {
      if (performance.now() - from > LIMIT_MS) throw new Failure(`${what} within ${LIMIT_MS / 1000} s.`)
      await pause(ms)
    }
    return performance.now() - from
  }
  const idle = async (database) => {
    const { rows } = await watcher.query(activity, [database])
    return rows[0].busy === 0 && rows[0].silent_ms >= IDLE_MS
  }

  return {
    /** @returns milliseconds from now to the last hold; 0 without the plugin */
    async drained(server, order, shops) {
      const withPlugin = server === "ours"
      const stands = async () => (await ours.query(holds, [order])).rows[0].holds === shops
      const took = withPlugin ? await poll(`Order ${order} did not get its ${shops} holds`, 2, stands) : 0
      await poll("The database did not come to rest", 5, () => idle(withPlugin ? "ours" : "plain"))
      return took
    },
    /** Nobody vacuums this cluster by itself: both databases get fresh statistics at the same moment. */
    async analyse() {
      for (const client of [ours, plain]) await client.query("vacuum (analyze)")
    },
  }
}
