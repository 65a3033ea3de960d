import { setTimeout as rest } from "node:timers/promises"

import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules, ProductStatus } from "@medusajs/framework/utils"
import { updateProductsWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { fitShelves } from "../../modules/merchant/limits"
import type MerchantModuleService from "../../modules/merchant/service"

/** So many products at once that a buyer's request beside them waits for milliseconds only. */
const BATCH = 50
/**
 * After each batch of drafts the process is left to its buyers for as long, times this, as the batch took: nobody waits for them, for
 * what a shop that stopped had is out of every list already.
 */
const RESTS = 1.5
/** How long one caller waits for another that shows the same shop's products. */
const WAIT_SECONDS = 120

/**
 * Publishes and unpublishes the shop's products in Medusa, where their places say other than Medusa was last told, after
 * those beyond the plan's limit are blocked and those within it are not. Each batch is read and told under the shop's lock, so that
 * Medusa hears the last word last and nobody waits for more than a batch; whatever a crash leaves is still due.
 * @returns how many changed
 */
export async function showPlaces(container: MedusaContainer, shopId: string): Promise<number> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const alone = <Result>(work: () => Promise<Result>): Promise<Result> =>
    container.resolve(Modules.LOCKING).execute([`pasaj-places:${shopId}`], work, { timeout: WAIT_SECONDS })
  while ((await alone(() => merchants.within((manager) => fitShelves(manager, shopId, BATCH)))) === BATCH);
  for (let all = 0; ; ) {
    const begun = performance.now()
    const { shown, drafts } = await alone(() => showBatch(container, shopId))
    all += shown
    if (shown < BATCH) return all
    if (drafts) await rest((performance.now() - begun) * RESTS)
  }
}

async function showBatch(container: MedusaContainer, shopId: string): Promise<{ shown: number; drafts: boolean }> {
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
  return { shown: due.length, drafts: due.some((each) => !each.publish) }
}
