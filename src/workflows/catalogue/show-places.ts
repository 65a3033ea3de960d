import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules, ProductStatus } from "@medusajs/framework/utils"
import { updateProductsWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { fitShelves } from "../../modules/merchant/limits"
import type MerchantModuleService from "../../modules/merchant/service"

/** So many products at once that a buyer's request beside them waits for milliseconds only. */
const BATCH = 50
/** How long one caller waits for another that shows the same shop's products. */
const WAIT_SECONDS = 120

/** `changed`: how many products, 0 where nothing is left to do. `drafts`: whether any of them left the storefront. */
export type Shown = { changed: number; drafts: boolean }

/**
 * Publishes and unpublishes a batch of the shop's products in Medusa, where their places say other than Medusa was last told, after
 * a batch of those beyond the plan's limit is blocked and those within it are not. It is read and told under the shop's lock, so that
 * Medusa hears the last word last and nobody waits for more than a batch. That is all of most shops; of a large one the duty
 * `sync-shops` does the rest, as it does what a crash leaves, while nobody's request waits for it.
 */
export async function showPlaces(container: MedusaContainer, shopId: string): Promise<Shown> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  return container.resolve(Modules.LOCKING).execute([`pasaj-places:${shopId}`], async () => {
    const fitted = await merchants.within((manager) => fitShelves(manager, shopId, BATCH))
    const { changed, drafts } = await showBatch(container, shopId)
    return { changed: fitted + changed, drafts }
  }, { timeout: WAIT_SECONDS })
}

async function showBatch(container: MedusaContainer, shopId: string): Promise<Shown> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const due = await merchants.duePlaces(shopId, BATCH)
  for (const publish of [false, true]) {
    const ids = due.filter((each) => each.publish === publish).map((each) => each.product_id)
    if (ids.length === 0) continue
    const status = publish ? ProductStatus.PUBLISHED : ProductStatus.DRAFT
    await updateProductsWorkflow(container).run({ input: { selector: { id: ids }, update: { status } } })
    failpoint("show-after-status")
    await merchants.notePlacesShown(ids, publish)
  }
  return { changed: due.length, drafts: due.some((each) => !each.publish) }
}
