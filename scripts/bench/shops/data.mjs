import { query } from "../../lib/database.mjs"

/** The shop that is going to stop, with all the goods that were multiplied. */
export const LARGE = { id: "shop_bench_large", handle: "bench-large" }

const number = "lpad(n::text, 20, '0')"
const copied = (prefix) => `'${prefix}_copy_' || ${number}`

/** Rows like the one that `where` names, with other ids: whatever columns Medusa gives them. */
const copies = (count, table, where, changes) => {
  const changed = Object.entries(changes).map(([column, value]) => `'${column}', ${value}`).join(", ")
  return `insert into ${table} select r.* from ${table} t, generate_series(1, ${count}) n, jsonb_populate_record(t, jsonb_build_object(${changed})) r where t.${where}`
}

/** Makes `count` products of one that is sold already, each with a variant and a price, by SQL: workflows would take the whole bench. */
export const multiplyGoods = (count) => async (url, { product_ids, variant_ids }) => {
  const [product, variant] = [product_ids[0], variant_ids[0]]
  const [link] = await query(url, "select price_set_id from product_variant_price_set where variant_id = $1", [variant])
  const made = [
    copies(count, "product", `id = '${product}'`, { id: copied("prod"), handle: `'copy-' || n` }),
    copies(count, "product_variant", `id = '${variant}'`, { id: copied("variant"), product_id: copied("prod"), sku: `'copy-' || n`, manage_inventory: "false" }),
    copies(count, "price_set", `id = '${link.price_set_id}'`, { id: copied("pset") }),
    copies(count, "price", `price_set_id = '${link.price_set_id}'`, { id: copied("price"), price_set_id: copied("pset") }),
    copies(count, "product_variant_price_set", `variant_id = '${variant}'`, { id: copied("pvps"), variant_id: copied("variant"), price_set_id: copied("pset") }),
    copies(count, "product_sales_channel", `product_id = '${product}'`, { id: copied("prodsc"), product_id: copied("prod") }),
  ]
  for (const sql of made) await query(url, sql)
}

/** Gives all multiplied goods to one more shop, open as the others. */
export async function openLargeShop(url, count) {
  await query(
    url,
    `insert into pasaj_shop (id, merchant_id, handle, name, guild, dispatch_address, leased_until, shelves_open)
     select '${LARGE.id}', merchant_id, '${LARGE.handle}', 'انبار بزرگ', 'guild-1', dispatch_address, leased_until, true from pasaj_shop order by id limit 1`,
  )
  await query(
    url,
    `insert into shop_product (product_id, shop_id, merchant_id, wanted, shown, source_handle, source_digest)
     select ${copied("prod")}, s.id, s.merchant_id, true, true, 'copy-' || n, md5(n::text) from pasaj_shop s, generate_series(1, ${count}) n where s.id = '${LARGE.id}'`,
  )
  await query(url, "vacuum (analyze)")
}
