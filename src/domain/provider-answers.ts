/** Medusa's note, on an order, of money that came or went. */
export type Transaction = { id?: string; reference: string | null; reference_id: string | null; amount: unknown; created_at?: string | Date }

/**
 * Medusa writes a capture down before it asks the provider, and deletes it when that refuses. Only after the answer does it note
 * the order's transaction, or that the whole payment was captured. Until then nobody knows: it is no money yet.
 */
export const isCaptured = (captureId: string, payment: { captured_at?: unknown }, transactions: Transaction[]): boolean =>
  Boolean(payment.captured_at) || transactions.some(({ reference, reference_id }) => reference === "capture" && reference_id === captureId)

type Refund = { id: string; amount: unknown; note?: string | null; created_at?: string | Date }
/** `made`: the refunds that a provider has answered for; `unbacked`: what Medusa noted as given back, and has no refund for. */
type Answers = { made: Set<string>; unbacked: Transaction[] }

/** The mark on Medusa's refunds that are ours. */
export const refundMark = "pasaj:"

/** Notes that Medusa wrote in one go are this near, in milliseconds; two answers of a provider are not. */
const ONE_GO = 10
const timeOf = ({ created_at }: { created_at?: string | Date }): number => (created_at === undefined ? Number.NaN : new Date(created_at).getTime())

/**
 * The same of a payment's refunds, with two of Medusa's ways in mind. A refund notes every earlier one that lacks its note too, with
 * the new one's amount: of notes written in one go the newest refund's alone is an answer, and one of another amount is none. And a
 * cancelled order notes its refunds by their payment, whatever the provider said, and forgets those that failed: such a note without
 * a refund of its amount tells that money may have moved.
 */
export function answersFor(refunds: Refund[], paymentId: string, transactions: Transaction[]): Answers {
  const given = transactions.filter(({ reference }) => reference === "refund")
  const noteOf = ({ id, amount }: Refund) => given.find((note) => note.reference_id === id && Number(note.amount) === -Number(amount))
  const isSecondhand = (refund: Refund, note: Transaction) =>
    refunds.some((newer) => timeOf(newer) > timeOf(refund) && given.some((each) => each.reference_id === newer.id && Math.abs(timeOf(each) - timeOf(note)) <= ONE_GO))
  const made = new Set(refunds.flatMap((refund) => {
    const note = noteOf(refund)
    return note && !isSecondhand(refund, note) ? [refund.id] : []
  }))
  const unbacked: Transaction[] = []
  for (const note of given.filter(({ reference_id }) => reference_id === paymentId)) {
    const refund = refunds.find(({ id, amount, note: mark }) => !made.has(id) && !mark?.startsWith(refundMark) && Number(amount) === -Number(note.amount))
    if (refund) made.add(refund.id)
    else unbacked.push(note)
  }
  return { made, unbacked }
}
