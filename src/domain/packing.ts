import { refuse } from "./errors"
import { allocate, money } from "./money"

/** What of one line is in no parcel yet: units, and the minor units of money that go with them. */
export type LineLeft = { line_item_id: string; quantity: number; amount_minor: number }
export type PackItem = { line_item_id: string; quantity: number }

/**
 * Takes units out of what is left of a shop order; without `wanted`, everything. A line's money follows its units, and
 * whoever takes the last unit takes what is left of the money, so that the parcels of a line always sum to the line.
 * @returns one entry for each line taken from. @throws nothing_left_to_ship, line_not_in_shop_order, quantity_not_left
 */
export function takeUnits(left: LineLeft[], wanted: PackItem[] | undefined, shopOrderId: string): LineLeft[] {
  const open = left.filter((line) => line.quantity > 0)
  if (open.length === 0) refuse("nothing_left_to_ship", { id: shopOrderId })
  if (wanted === undefined) return open

  const asked = new Map<string, number>()
  for (const { line_item_id, quantity } of wanted) asked.set(line_item_id, (asked.get(line_item_id) ?? 0) + quantity)
  const known = new Map(left.map((line) => [line.line_item_id, line]))
  return [...asked].sort(([a], [b]) => (a < b ? -1 : 1)).map(([line_item_id, quantity]) => {
    const line = known.get(line_item_id) ?? refuse("line_not_in_shop_order", { line_item_id, id: shopOrderId })
    if (quantity > line.quantity) refuse("quantity_not_left", { line_item_id, left: line.quantity, quantity })
    return { line_item_id, quantity, amount_minor: shareOf(line, quantity) }
  })
}

/** The money of `quantity` of the units left, by largest remainder against the units that stay. */
function shareOf({ amount_minor, quantity: units }: LineLeft, quantity: number): number {
  const [share] = allocate(money(amount_minor, "xxx"), [quantity, units - quantity])
  return share?.minor ?? 0
}
