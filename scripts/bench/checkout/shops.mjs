import { query } from "../../lib/database.mjs"

const PRODUCTS_PER_SHOP = 3

// Ids as long as real ones, so that rows and indexes are as large.
const id = (prefix, number) => `'${prefix}_' || lpad((${number})::text, 26, '0')`

const merchants = (shops) => `
  insert into pasaj_merchant (id, state, kind, licensed, name, national_id, phone, address, applied_at)
  select ${id("mer", "n")}, 'verified', 'natural', false, 'فروشنده ' || n, lpad(n::text, 10, '0'), '+98912' || lpad(n::text, 7, '0'),
    'تهران، بازار بزرگ، پلاک ' || n, now() - interval '1 year'
  from generate_series(1, ${shops}) n`

// Open, leased and with open shelves: no duty finds work in them.
const openShops = (shops) => `
  insert into pasaj_shop (id, merchant_id, handle, name, guild, story, dispatch_address, leased_until, shelves_open)
  select ${id("shop", "n")}, ${id("mer", "n")}, 'bench-' || n, 'فروشگاه ' || n, 'guild-' || n % 40,
    'هر چه خانه را زیبا می‌کند.',
    'تهران، بازار بزرگ، پلاک ' || n, now() + interval '30 days' + n * interval '1 minute', true
  from generate_series(1, ${shops}) n`

const place = (product, shop, handle) => `
  ${product}, ${id("shop", shop)}, ${id("mer", shop)}, true, true, ${handle}, md5(${handle})`
const columns = "(product_id, shop_id, merchant_id, wanted, shown, source_handle, source_digest)"

const places = (shops) => `
  insert into shop_product ${columns}
  select ${place(id("prod", "n"), `1 + (n - 1) % ${shops}`, "'goods-' || n")}
  from generate_series(1, ${shops * PRODUCTS_PER_SHOP}) n`

// The bought products, each in another shop, spread over the whole arcade.
const boughtPlaces = (shops, count) => `
  insert into shop_product ${columns}
  select ${place("id", `1 + ((at - 1) * ${shops}::bigint) / ${count}`, "'bench-' || at")}
  from unnest($1::text[]) with ordinality as bought(id, at)`

/**
 * Fills a database with verified merchants, one open shop each and three products for each shop, and gives each of the
 * products that are going to be bought to a shop of its own. Needs as many shops as bought products.
 */
export async function fillArcade(url, shops, productIds) {
  for (const sql of [merchants(shops), openShops(shops), places(shops)]) await query(url, sql)
  await query(url, boughtPlaces(shops, productIds.length), [productIds])
}
