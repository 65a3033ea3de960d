import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"

import { now } from "../adapters/clock"
import type { Instant } from "../domain/calendar"

/**
 * Work that falls due. A job calls it by the minute or oftener, the test clock calls it at each due instant; either way it does all
 * that is due, in sets, is safe twice and from two processes at once, and catches up after a stop of any length.
 */
export type Duty = {
  name: string
  /** The earliest instant with work to do, perhaps already past; null when there is none, or none that time brings. */
  nextDue: (container: MedusaContainer) => Promise<Instant | null>
  /** Does all that is due at `at`. @returns how many rows it did */
  run: (container: MedusaContainer, at: Instant) => Promise<number>
}

/** What a job does with its duty: runs it by the marketplace's clock, and says so when there was something to do. */
export async function runDuty(container: MedusaContainer, duty: Duty): Promise<void> {
  const done = await duty.run(container, await now(container))
  if (done > 0) container.resolve(ContainerRegistrationKeys.LOGGER).info(`pasaj: ${duty.name} did ${done}`)
}
