import { setTimeout as pause } from "node:timers/promises"

const PAUSE_MS = 250

/**
 * Medusa's own bus hands out events before the checkout that caused them has answered its buyer, and on one processor
 * our books would compete with that answer. They can wait a moment: whatever is lost in it, `follow-medusa` finds.
 */
export const afterTheAnswer = (): Promise<void> => pause(PAUSE_MS)
