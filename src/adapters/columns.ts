import { model } from "@medusajs/framework/utils"

import { money } from "../domain/money"

/**
 * A column of minor units. Medusa's model language knows no bigint: the handwritten migration makes the column `bigint`.
 * It is read back as text, whatever the model says, so every reader takes it through `minorOf`.
 */
export const minorColumn = () => model.float()

/** An int8 that the database brought back as text, as the safe integer it must be. @throws money_not_whole, money_out_of_range */
export const minorOf = (value: unknown): number => money(Number(value), "xxx").minor

/** A timestamptz that raw SQL brought back as text (or the model as a Date), as an ISO instant. */
export const instantOf = (value: string | Date): string =>
  (typeof value === "string" ? new Date(value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")) : value).toISOString()

/** The same of a column that may be empty. */
export const instantOrNull = (value: string | Date | null): string | null => (value === null ? null : instantOf(value))
