import { expect } from "../client.mjs"
import { chapter, line, refusal, tell } from "../voice.mjs"

/** The files are priced in dollars; prices end in rial, rounded to ten thousand. */
const terms = { currency: "irr", rate: "420000", rounding_minor: 10_000 }
const TOLD = 3

/** Goods come in from Shopify's CSV format, and an unmodified storefront sees them. */
export async function catalogues(tale) {
  const { parisa, company } = tale.people
  chapter("The shelves fill", await tale.now())
  tell("Both kept a shop elsewhere and bring its product file. One dollar counts 420,000 IRR here, prices round to 10,000 IRR.")
  const broken = await parisa.as.refused("POST", `/merchant/shops/${parisa.shop_id}/imports`, { csv: "name;price\nShirt;5\n", ...terms }, "catalogue_columns_missing")
  refusal("Parisa first sends a file of another kind.", broken)
  const foreign = await company.as.refused("POST", `/merchant/shops/${parisa.shop_id}/imports`, { csv: tale.csv(company.catalogue), ...terms }, "shop_not_found")
  refusal(`The company almost puts its goods into ${parisa.shop.name}.`, foreign)
  for (const one of [parisa, company]) await bring(tale, one)
  await twice(tale, parisa)
}

async function bring(tale, one) {
  const { as, shop_id, shop, catalogue } = one
  const report = (await as.post(`/merchant/shops/${shop_id}/imports`, { csv: tale.csv(catalogue), ...terms })).import
  const { created } = report.products
  expect(created > 0, `the catalogue ${catalogue} should bring products`, report)
  const errors = report.problems.filter((each) => each.severity === "error").length
  const warnings = report.problems.length - errors
  tell(`${shop.name} imports “${catalogue}”: ${report.rows} rows became ${created} products with ${report.variants} variants; ${verdict(errors, warnings)}.`)
  for (const { line: number, reason } of report.problems.slice(0, TOLD)) line(`line ${number}: ${reason}`)
  if (report.problems.length > TOLD) line(`… and ${report.problems.length - TOLD} more, each with its line and reason`)
  one.products = await onSale(tale, one)
  tell(`The storefront now shows ${one.products.length === 1 ? "" : "among others "}“${one.products[0].title}”.`)
}

function verdict(errors, warnings) {
  if (errors + warnings === 0) return "every row is good"
  return `${errors} ${errors === 1 ? "row was" : "rows were"} left out, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`
}

/** The same file again. */
async function twice(tale, { as, shop_id, catalogue, called }) {
  const again = (await as.post(`/merchant/shops/${shop_id}/imports`, { csv: tale.csv(catalogue), ...terms })).import
  const { created, updated, unchanged } = again.products
  expect(created === 0 && updated === 0, "the same file again should change nothing", again.products)
  tell(`${called} is not sure it worked and imports the file once more: nothing changes, all ${unchanged} products are as they were.`)
}

/** The shop's products that Medusa's own store API sells, with a price and in stock. */
async function onSale({ buyer, seed }, { as, shop_id, called }) {
  const { products } = await as.get(`/merchant/products?shop_id=${shop_id}&limit=30`)
  const ids = products.filter((each) => each.published).map((each) => `id=${each.id}`)
  expect(ids.length > 0, `${called} should have published products`, products)
  const fields = encodeURIComponent("title,*variants.calculated_price,+variants.inventory_quantity")
  const store = await buyer.get(`/store/products?${ids.join("&")}&region_id=${seed.region_id}&limit=30&fields=${fields}`)
  const sold = store.products.filter((product) => product.variants.some((each) => each.calculated_price && each.inventory_quantity > 0))
  expect(sold.length > 0, `the storefront should sell something of ${called}`, store.products.length)
  return sold.map(({ id, title }) => ({ id, title }))
}
