import { addToInstant, msOf, type Instant, type Window } from "./calendar"
import { refuse } from "./errors"
import type { WindowPolicy, WindowState } from "./escrow"

/** One edition of what the operators decided about consent; editions are never changed, and a window keeps its own. */
export type ConsentPolicy = {
  version: number
  window: WindowPolicy
  /** How long a parcel may be looked at of which everything is exempt from withdrawal; the least from delivery for any other. */
  exempt_window: Window
  /** How many days the buyer may add once, when the carrier never spoke. */
  extension_days: number
  /** A carrier silent for so many days brings the parcel to the operators' queue. */
  silent_after_days: number
  /** How long a link to answer without a sign-in may be used at the least. */
  link_days: number
  /** Hours before silence counts as satisfaction at which the buyer is reminded. */
  reminder_hours: number[]
}

export type OpenWindow = { state: WindowState; due_at: Instant | null }

/**
 * Refuses whoever speaks too late for the window of parcel `id`; at the very instant `due_at` it is over. What the
 * machine alone can judge (a window that waits, or that a case decided) is left to it.
 * @throws consent_already_given, consent_window_closed, objection_open
 */
export function mustStillListen({ state, due_at }: OpenWindow, id: string, at: Instant): void {
  if (state === "given") refuse("consent_already_given", { id })
  if (state === "paused") refuse("objection_open", { id })
  if (state === "lapsed" || (state === "open" && due_at !== null && due_at <= at)) refuse("consent_window_closed", { id })
}

/**
 * Whether a link to answer for a parcel is over at `at`: by its days, but never while the parcel's window may still be
 * answered, for then silence would speak for a buyer who has no other way.
 */
export const linkIsOver = (expires_at: Instant, window: OpenWindow | null, at: Instant): boolean =>
  expires_at <= at && !(window !== null && (window.state === "waiting" || window.state === "paused" || (window.state === "open" && window.due_at !== null && window.due_at > at)))

/** The time an objection at `at` keeps for later, in milliseconds. */
export const remainingMs = (due_at: Instant, at: Instant): number => msOf(due_at) - msOf(at)

/** `at`, but never before `start`: servers whose clocks differ give nobody more than the whole time. */
export const laterOf = (start: Instant | null, at: Instant): Instant => (start !== null && start > at ? start : at)

/** When a window that goes on at `at` is over. */
export const resumedUntil = (at: Instant, remaining_ms: number): Instant => addToInstant(at, { ms: remaining_ms })

/** Until when `days` more take a window: added to its end, not to now, so that nobody loses by asking early. */
export const extendedUntil = (due_at: Instant, days: number): Instant => addToInstant(due_at, { days })

/**
 * The buyer may extend once, and only where tracking is stale: the carrier itself never reported the delivery.
 * @throws extension_used, tracking_not_stale
 */
export function mustBeExtendable(parcel: { id: string; delivery_evidence: string | null; extended_by_buyer: boolean }): void {
  if (parcel.extended_by_buyer) refuse("extension_used", { id: parcel.id })
  if (parcel.delivery_evidence === "carrier") refuse("tracking_not_stale", { id: parcel.id })
}

/** The instants to remind the buyer at, those already past left out. */
export const remindersFor = (due_at: Instant, hours: number[], at: Instant): { hours_before: number; remind_at: Instant }[] =>
  [...new Set(hours)]
    .map((hours_before) => ({ hours_before, remind_at: addToInstant(due_at, { hours: -hours_before }) }))
    .filter(({ remind_at }) => remind_at > at)
