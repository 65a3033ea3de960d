import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { fundCapturesStep, openOrderStep, readOrderStep, type BookOrderInput } from "./steps"

/** Since when, on the machine's clock, Medusa has had what a run brought into the books. */
export type Booked = { opened: Instant | null; funded: Instant[] }

/**
 * Makes our books follow one Medusa order: shop orders and holds for its shops (K1, K2), and every capture's money in
 * them (P2).
 *
 * 1. Read the order, its lines' shops and its captures from Medusa.
 * 2. Write shop orders and holds, once.
 * 3. Fund them from each capture, once for each capture: holds, shop orders and journal in one transaction.
 *
 * There is nothing to undo: each step is complete by itself and safe twice. Events call this; what they lose, the duty
 * `follow-medusa` calls again.
 * @returns since when Medusa has had what this run itself brought into the books: the order (null when it was in them) and each
 * capture. @throws order_not_found
 */
export const bookOrderWorkflow = createWorkflow("pasaj-book-order", (input: BookOrderInput) => {
  const order = readOrderStep(input.order_id)
  const opened = openOrderStep({ order, at: input.at })
  const funded = fundCapturesStep({ order, at: input.at })
  return new WorkflowResponse({ opened, funded })
})
