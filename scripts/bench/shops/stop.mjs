import { query } from "../../lib/database.mjs"
import { Failure } from "../../lib/messages.mjs"
import { pause } from "../../lib/pids.mjs"
import { isStopping } from "../../lib/stopping.mjs"
import { LARGE } from "./data.mjs"

/** The job comes, then its work; whoever takes longer than this has failed. */
const LIMIT_MS = 240_000
const left = `select count(*)::int as published from product p join shop_product s on s.product_id = p.id where s.shop_id = '${LARGE.id}' and p.status = 'published'`

/**
 * Stops the large shop as time or a decision would, by its row alone. At once nothing of it may be in Medusa's own list;
 * then the job makes drafts of its products, while a buyer goes on filling carts on both servers.
 * @returns {Promise<{ work_ms: number, ours: number[], baseline: number[] }>} from the stop to the last draft, the wait for the job included; and
 * what adding to a cart took meanwhile
 */
export async function stopLargeShop(url, servers, goods, all) {
  const [ours] = servers
  const from = performance.now()
  await query(url, `update pasaj_shop set stops = '{bench}' where id = '${LARGE.id}'`)
  const { body } = await ours.get(`/store/products?limit=100&fields=id`)
  const still = body.products.filter(({ id }) => id.includes("_copy_"))
  if (still.length > 0 || body.count >= all) throw new Failure(`A stopped shop still shows ${still.length} of its products in a list of ${body.count}.`)

  const times = { ours: [], baseline: [] }
  for (;;) {
    for (const server of servers) times[server.name].push(await addToNewCart(server, goods))
    const [{ published }] = await query(url, left)
    if (published === 0 || isStopping()) break
    if (performance.now() - from > LIMIT_MS) throw new Failure(`After ${LIMIT_MS / 1000} s, ${published} products of a stopped shop are still published.`)
    await pause(50)
  }
  return { work_ms: performance.now() - from, ...times }
}

async function addToNewCart(server, { region_id, sales_channel_id, variant_ids }) {
  const { body } = await server.post("/store/carts", { region_id, sales_channel_id })
  return (await server.post(`/store/carts/${body.cart.id}/line-items`, { variant_id: variant_ids[1], quantity: 1 })).ms
}
