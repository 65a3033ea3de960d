/** What a payment provider's error tells of the money: it has not moved (`refused`), or nobody knows (`unknown`). */
export type Outcome = "refused" | "unknown"

/** A provider that has not answered after so long was asked by a process that is gone; on the machine's clock. */
export const ANSWER_MINUTES = 5

/** The words of connections that broke after the question was sent. One that was never made asked for nothing. */
const broken = /(?<!lock )time(d)?[\s-]?out|ETIMEDOUT|ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_|socket hang up|aborted|premature close|network error|bad gateway|service unavailable|internal server error|\b50[0234]\b/i

/**
 * Reads a provider's error. Providers throw what they like, and Medusa asks each time under a new key: an attempt whose answer was lost
 * must not be made again before somebody has looked whether the money went.
 * @param error what was thrown, whatever it is
 */
export function outcomeOf(error: unknown): Outcome {
  if (typeof error !== "object" || error === null) return broken.test(String(error)) ? "unknown" : "refused"
  const { name = "", code = "", message = "", cause } = error as { name?: unknown; code?: unknown; message?: unknown; cause?: unknown }
  if ([name, code, message].some((word) => broken.test(String(word)))) return "unknown"
  return cause === undefined ? "refused" : outcomeOf(cause)
}
