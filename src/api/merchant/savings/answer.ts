import type { Savings } from "../../../domain/savings"
import { moneyOf } from "../../money-answer"

/** The savings of one currency, with their arithmetic. */
export const savingsAnswer = ({ lines, ...whole }: Savings) => {
  const of = ({ minor, currency }: { minor: number; currency: string }) => moneyOf(minor, currency)
  return {
    lines: lines.map(({ version, category_id, basis_points, sales, commission }) => ({ rates_version: version, category_id, basis_points, sales: of(sales), commission: of(commission) })),
    sales: of(whole.sales), commission: of(whole.commission), rent: of(whole.rent), saved: of(whole.saved),
  }
}
