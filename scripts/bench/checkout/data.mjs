import { readFileSync } from "node:fs"
import { join } from "node:path"

import { createDatabase, query } from "../../lib/database.mjs"
import { migrate, seed } from "../../lib/medusa.mjs"
import { root } from "../../lib/paths.mjs"
import { benchEnv } from "../ground.mjs"
import { fillArcade } from "./shops.mjs"

/**
 * Makes the databases `plain` and `ours`. Ours begins as a copy of the plain one, so that Medusa's rows are the same to
 * the byte; then it gets our tables, and shops in them. `stock` may put more goods into the plain one before it is copied.
 * @returns what both storefronts sell: region, sales channel, publishable key, shipping option, products and variants
 */
export async function prepare(postgres, { plain, home, shops, log, stock = async () => {} }) {
  const server = postgres.url("postgres")
  const seedFile = join(home, "goods.json")
  await createDatabase(server, "plain")
  const env = benchEnv(postgres.url("plain"))
  await migrate({ cwd: plain, env, log: log("migrate-plain") })
  await seed({ script: join(root, "scripts/bench/checkout/goods.mjs"), seedFile, cwd: plain, env, log: log("seed") })
  const goods = JSON.parse(readFileSync(seedFile, "utf8"))
  await stock(postgres.url("plain"), goods)

  await query(server, "create database ours template plain")
  await migrate({ env: benchEnv(postgres.url("ours")), log: log("migrate-ours") })
  await fillArcade(postgres.url("ours"), shops, goods.product_ids)
  for (const name of ["plain", "ours"]) await query(postgres.url(name), "vacuum (analyze)")
  return goods
}
