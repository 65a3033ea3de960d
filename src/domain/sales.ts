import { allocate, money, type Money } from "./money"

/** Some units that were sent: their product, its categories when they were ordered (null where nobody wrote them down), and what they were worth. */
export type SoldPiece = { product_id: string | null; category_ids: string[] | null; weight: number }

/** Money that became a merchant's for these pieces; below zero where it was taken back. */
export type SoldMove<At> = { at: At; amount: Money; pieces: SoldPiece[] }

/** What a merchant has really sold of one product. */
export type SoldShare<At> = { at: At; product_id: string | null; category_ids: string[] | null; amount: Money }

/** Nobody knows for what it was. */
const unknown: SoldPiece = { product_id: null, category_ids: null, weight: 1 }

/**
 * Shares what was released, or taken back, over the pieces that it was for, by what they were worth: what a case has split, or a
 * refund has lessened, counts with what the merchant really got, and the shares are the whole.
 */
export const sharesOfMove = <At>({ at, amount, pieces }: SoldMove<At>): SoldShare<At>[] => {
  const over = pieces.length === 0 ? [unknown] : pieces
  const back = amount.minor < 0
  return allocate(money(Math.abs(amount.minor), amount.currency), over.map(({ weight }) => weight)).flatMap(({ minor, currency }, index) => {
    const { product_id, category_ids } = over[index] ?? unknown
    return minor === 0 ? [] : [{ at, product_id, category_ids, amount: money(back ? -minor : minor, currency) }]
  })
}
