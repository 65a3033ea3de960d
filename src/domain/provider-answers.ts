/** Medusa's note, on an order, of money that came or went. */
export type Transaction = { id?: string; reference: string | null; reference_id: string | null; amount: unknown; created_at?: string | Date }

/**
 * Medusa writes a capture down before it asks the provider, and deletes it when that refuses. Only after the answer does it note
 * the order's transaction, or that the whole payment was captured. Until then nobody knows: it is no money yet.
 */
export const isCaptured = (captureId: string, payment: { captured_at?: unknown }, transactions: Transaction[]): boolean =>
  Boolean(payment.captured_at) || transactions.some(({ reference, reference_id }) => reference === "capture" && reference_id === captureId)

type Refund = { id: string; amount: unknown; note?: string | null }
/** `made`: the refunds that a provider has answered for; `unbacked`: what Medusa noted as given back, and has no refund for. */
export type Answers = { made: Set<string>; unbacked: Transaction[] }

/** The mark on Medusa's refunds that are ours. */
export const refundMark = "pasaj:"

/**
 * The same of a payment's refunds, with two of Medusa's ways in mind. A refund notes every earlier one that lacks its note too, with
 * the new one's amount: a note of another amount is none. And a cancelled order notes its refunds by their payment, whatever the
 * provider said, and forgets those that failed: such a note without a refund of its amount tells that money may have moved.
 */
export function answersFor(refunds: Refund[], paymentId: string, transactions: Transaction[]): Answers {
  const given = transactions.filter(({ reference }) => reference === "refund")
  const made = new Set(refunds.filter(({ id, amount }) => given.some((note) => note.reference_id === id && Number(note.amount) === -Number(amount))).map(({ id }) => id))
  const unbacked: Transaction[] = []
  for (const note of given.filter(({ reference_id }) => reference_id === paymentId)) {
    const refund = refunds.find(({ id, amount, note: mark }) => !made.has(id) && !mark?.startsWith(refundMark) && Number(amount) === -Number(note.amount))
    if (refund) made.add(refund.id)
    else unbacked.push(note)
  }
  return { made, unbacked }
}
