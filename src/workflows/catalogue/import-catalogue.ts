import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { findMarketStep, findShopOfImportStep, importProductsStep, keepReportStep, readCatalogueStep, showPlacesStep, type ImportInput } from "./steps"

/**
 * Brings a catalogue in Shopify's CSV format into a shop: read, then made and changed in batches, then shown (a batch here, what is
 * left by the duty `sync-shops`), then told.
 *
 * Nothing is undone. Each product's place in the shop is written before the product, the product is a draft until its
 * place says that it is finished and may be shown, and each file leaves a digest with each product: so the same file
 * twice changes nothing, and after a crash at any point importing it again does what was left, once. Two imports of one
 * shop go one after the other; unique keys stand behind the lock.
 *
 * @returns the id of the import, whose report tells what was created, updated, unchanged, and each problem by line
 * @throws what `parseCatalogue` refuses; shop_not_found, shop_closed, money_wrong_currency, marketplace_incomplete, import_running
 */
export const importCatalogueWorkflow = createWorkflow("pasaj-import-catalogue", (input: ImportInput) => {
  const shop = findShopOfImportStep(input.shop_id)
  const market = findMarketStep(input.currency)
  const catalogue = readCatalogueStep(input)
  const counts = importProductsStep({ shop, market, catalogue })
  const shown = showPlacesStep(input.shop_id)
  const report = transform({ input, shop, catalogue, counts, shown }, (done) => done)
  return new WorkflowResponse(keepReportStep(report))
})
