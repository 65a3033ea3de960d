import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { refuse } from "../../domain/errors"

/** How long whoever changes a shop's catalogue waits for another who does. */
const WAIT_SECONDS = 60

/** Runs `work` while nobody else makes or changes products of the shop. @throws import_running when the other one takes too long */
export async function alone<Result>(container: MedusaContainer, shopId: string, work: () => Promise<Result>): Promise<Result> {
  let begun = false
  const begin = () => {
    begun = true
    return work()
  }
  try {
    return await container.resolve(Modules.LOCKING).execute([`pasaj-import:${shopId}`], begin, { timeout: WAIT_SECONDS })
  } catch (error) {
    return begun ? Promise.reject(error) : refuse("import_running")
  }
}
