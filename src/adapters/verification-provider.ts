import { setTimeout as pause } from "node:timers/promises"

import type { MedusaContainer } from "@medusajs/framework/types"

import type { CheckKind, CheckResult, CheckSubject } from "../domain/verification-check"

export type CheckAnswer = { result: CheckResult; reference?: string; note?: string }

/**
 * An electronic verification service, such as a registry's or an operator's of telephone numbers. A host registers its own
 * in the container under `VERIFICATION_PROVIDER`, most simply as a Medusa module of that name, whose service is one of these:
 * `export default Module("pasaj_verification_provider", { service: MyVerification })`.
 */
export type VerificationProvider = {
  /** Kept with each result. */
  identifier: string
  /** Whether a subject is as it says. May take its time, up to ten seconds; what it throws counts as `unknown`. */
  check: (kind: CheckKind, subject: CheckSubject) => Promise<CheckAnswer>
}

export const VERIFICATION_PROVIDER = "pasaj_verification_provider"

/** Without a service people look: the check waits until an operator records what was seen. */
export const manualProvider: VerificationProvider = {
  identifier: "manual",
  check: async () => ({ result: "pending" }),
}

const isProvider = (value: unknown): value is VerificationProvider =>
  typeof value === "object" && value !== null && "identifier" in value && typeof value.identifier === "string" && "check" in value && typeof value.check === "function"

/** The service that the host has registered, or people. */
export function verificationProvider(container: Pick<MedusaContainer, "resolve">): VerificationProvider {
  const registered: unknown = container.resolve(VERIFICATION_PROVIDER, { allowUnregistered: true })
  return isProvider(registered) ? registered : manualProvider
}

const PATIENCE_MS = 10_000
const MOST_TEXT = 500

/** Asks a service, whose failure or silence is an answer too: a reviewer is never stopped by it. */
export async function askProvider(provider: VerificationProvider, kind: CheckKind, subject: CheckSubject, patience_ms = PATIENCE_MS): Promise<CheckAnswer> {
  const giveUp = new AbortController()
  const silence = pause(patience_ms, undefined, { signal: giveUp.signal }).then((): CheckAnswer => ({ result: "unknown", note: "the service did not answer in time" }))
  silence.catch(() => undefined)
  try {
    const { result, reference, note } = await Promise.race([provider.check(kind, subject), silence])
    return { result, reference: reference?.slice(0, MOST_TEXT), note: note?.slice(0, MOST_TEXT) }
  } catch (error) {
    return { result: "unknown", note: `the service failed: ${error instanceof Error ? error.message : String(error)}`.slice(0, MOST_TEXT) }
  } finally {
    giveUp.abort()
  }
}
