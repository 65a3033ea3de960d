import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { withinImages } from "../../domain/catalogue/images"
import { parseCatalogue } from "../../domain/catalogue/parse"
import { planImport } from "../../domain/catalogue/plan"
import { byLine, type Problem } from "../../domain/catalogue/problems"
import type { Catalogue } from "../../domain/catalogue/product"
import { refuse } from "../../domain/errors"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { alone } from "./alone"
import { changeProducts } from "./change-products"
import { digestOf } from "./digest"
import { makeProducts } from "./make-products"
import { findMarket, type Market } from "./market"
import type { ShopOfImport } from "./medusa-input"
import { showPlaces } from "./show-places"
import { standingOf } from "./standing"

export type ImportInput = {
  shop_id: string
  /** Who asked for it. */
  person_id: string
  at: Instant
  csv: string
  /** The currency the prices end in, one of the marketplace's. */
  currency: string
  /** How much one unit of the file's currency is worth in `currency`, as decimal text. */
  rate: string
  /** Prices round to the nearest multiple of this many minor units, halves up. */
  rounding_minor: number
}
export type ImportCounts = { created: number; updated: number; unchanged: number; problems: Problem[] }

const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)

export const readCatalogueStep = createStep("pasaj-read-catalogue", async ({ csv, currency, rate, rounding_minor }: ImportInput) =>
  new StepResponse(parseCatalogue(csv, { currency, rate, rounding_minor })),
)

export const findMarketStep = createStep("pasaj-find-market", async (currency: string, { container }) =>
  new StepResponse(await findMarket(container, currency)),
)

/** @throws shop_not_found, shop_closed */
export const findShopOfImportStep = createStep("pasaj-find-shop-of-import", async (shopId: string, { container }) => {
  const [shop] = await merchantsOf(container).listShops({ id: shopId }, { select: ["id", "handle", "merchant_id", "product_limit", "image_limit", "closed_at"], take: 1 })
  if (!shop) refuse("shop_not_found", { id: shopId })
  if (shop.closed_at !== null) refuse("shop_closed")
  const { id, handle, merchant_id, product_limit, image_limit } = shop
  return new StepResponse<ShopOfImport>({ id, handle, merchant_id, product_limit, image_limit })
})

/**
 * Makes and changes the products of the file. No compensation: what is done is right and stays, what is missing is made
 * by importing the file again.
 */
export const importProductsStep = createStep(
  "pasaj-import-products",
  async ({ shop, market, catalogue }: { shop: ShopOfImport; market: Market; catalogue: Catalogue }, { container }) => {
    const counts = await alone(container, shop.id, async (): Promise<ImportCounts> => {
      const problems: Problem[] = []
      const products = catalogue.products.map((product) => withinImages(product, shop.image_limit, problems))
      const listed = products.map((product) => ({ product, digest: digestOf(product, market.currency) }))
      const plan = planImport(listed, await standingOf(container, shop.id, listed.map(({ product }) => product.handle)))
      const made = await makeProducts(container, shop, market, plan)
      const changed = await changeProducts(container, shop, market, plan.change)
      return { created: made.done, updated: changed.done, unchanged: plan.unchanged.length, problems: [...problems, ...made.problems, ...changed.problems] }
    })
    return new StepResponse(counts)
  },
)

export const showPlacesStep = createStep("pasaj-show-places", async (shopId: string, { container }) =>
  new StepResponse((await showPlaces(container, shopId)).changed),
)

type Report = { input: ImportInput; shop: ShopOfImport; catalogue: Catalogue; counts: ImportCounts }

/** Keeps what became of the file. @returns the import's id */
export const keepReportStep = createStep("pasaj-keep-import-report", async ({ input, shop, catalogue, counts }: Report, { container }) => {
  const { id } = await merchantsOf(container).createShopImports({
    shop_id: shop.id,
    merchant_id: shop.merchant_id,
    person_id: input.person_id,
    at: new Date(input.at),
    currency: input.currency,
    rate: input.rate,
    rounding_minor: input.rounding_minor,
    file_rows: catalogue.rows,
    created_products: counts.created,
    updated_products: counts.updated,
    unchanged_products: counts.unchanged,
    variants: catalogue.products.reduce((all, { variants }) => all + variants.length, 0),
    problems: byLine([...catalogue.problems, ...counts.problems]),
  })
  return new StepResponse(id)
})
