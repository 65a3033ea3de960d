import { chartEntry } from "../../../domain/chart"
import { moneyOf } from "../../money-answer"

/** Credits less debits would show what one has as a negative number: assets and expenses are turned around. */
export function shownBalance(name: string, minor: number, currency: string) {
  const { class: kind } = chartEntry(name)
  return moneyOf(kind === "asset" || kind === "expense" ? -minor : minor, currency)
}
