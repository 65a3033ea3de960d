import { problem, type Problem } from "../../domain/catalogue/problems"
import type { SourceProduct } from "../../domain/catalogue/product"

/** How many products of a file went through, and what is to be said about the others. */
export type Outcome = { done: number; problems: Problem[] }

/** Products handled by one run of Medusa's workflows: large enough to be fast, small enough that a failure costs little. */
const BATCH = 50

/** Medusa's own refusals of what it was given, by their type; anything else is no fault of the file. */
const REFUSALS = ["invalid_data", "duplicate_error", "not_allowed", "invalid_argument"]

const refusedBecause = (error: unknown): string | null =>
  typeof error === "object" && error !== null && "type" in error && REFUSALS.includes(String(error.type)) && "message" in error
    ? String(error.message)
    : null

/** Does `work` on the products in batches. Where Medusa refuses a batch, its products go one by one, and the refused one is reported. */
export async function inBatches<Item extends { product: SourceProduct }>(items: Item[], work: (batch: Item[]) => Promise<Problem[]>): Promise<Outcome> {
  const outcome: Outcome = { done: 0, problems: [] }
  const attempt = async (batch: Item[]): Promise<void> => {
    const [first] = batch
    if (!first) return
    try {
      outcome.problems.push(...(await work(batch)))
      outcome.done += batch.length
    } catch (error) {
      const cause = refusedBecause(error)
      if (cause === null) throw error
      if (batch.length === 1) outcome.problems.push(problem(first.product.line, "not_accepted", { handle: first.product.handle, cause }))
      else for (const item of batch) await attempt([item])
    }
  }
  for (let i = 0; i < items.length; i += BATCH) await attempt(items.slice(i, i + BATCH))
  return outcome
}
