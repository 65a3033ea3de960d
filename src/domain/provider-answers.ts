/** Medusa's note, on an order, of money that came or went. */
export type Transaction = { reference: string | null; reference_id: string | null; amount: unknown }

/**
 * Medusa writes a capture down before it asks the provider, and deletes it when that refuses. Only after the answer does it note
 * the order's transaction, or that the whole payment was captured. Until then nobody knows: it is no money yet.
 */
export const isCaptured = (captureId: string, payment: { captured_at?: unknown }, transactions: Transaction[]): boolean =>
  Boolean(payment.captured_at) || transactions.some(({ reference, reference_id }) => reference === "capture" && reference_id === captureId)

/** The same of a refund. Those that a cancelled order makes are noted by their payment, and known by what they came to. */
export const isRefunded = (refund: { id: string; amount: unknown }, paymentId: string, transactions: Transaction[]): boolean =>
  transactions.some(({ reference, reference_id, amount }) =>
    reference === "refund" && (reference_id === refund.id || (reference_id === paymentId && Number(amount) === -Number(refund.amount))))
