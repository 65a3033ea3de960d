import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { addToInstant, type Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { intend, intents, moveCursor, readCursor, secondsAgo, settleIntent, unbooked, unfunded } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { reportMended } from "../custody/mended"
import type { Duty } from "../duty"
import { bookOrderWorkflow, type Booked } from "./book-order"

/** Rows are read again this long after, for a slow transaction may commit behind the cursor. */
const OVERLAP_MINUTES = 10
const PAGE = 500
/** What Medusa has had for no longer than this is not late: its event is still on its way. */
const ON_ITS_WAY_SECONDS = 10

type Found = { id: string; created_at: string | Date }
type Sweep = {
  cursor: string
  read: (container: MedusaContainer, since: Instant) => Promise<Found[]>
  /** The orders behind those of the found rows that our books lack. */
  missing: (container: MedusaContainer, ids: string[]) => Promise<string[]>
}

const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

const orders: Sweep = {
  cursor: "orders",
  read: async (container, since) => {
    const query = container.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({
      entity: "order", fields: ["id", "created_at"], filters: { created_at: { $gte: since }, is_draft_order: false }, pagination: { take: PAGE, order: { created_at: "ASC" } },
    })
    return data
  },
  missing: (container, ids) => escrowOf(container).repairing((manager) => unbooked(manager, ids)),
}

const captures: Sweep = {
  cursor: "captures",
  read: async (container, since) => {
    const payments = container.resolve(Modules.PAYMENT)
    const rows = await payments.listCaptures({ created_at: { $gte: since } }, { take: PAGE, order: { created_at: "ASC" } })
    return rows.map(({ id, created_at }) => ({ id, created_at }))
  },
  missing: async (container, ids) => {
    const lost = await escrowOf(container).repairing((manager) => unfunded(manager, ids))
    if (lost.length === 0) return []
    const rows = await container.resolve(Modules.PAYMENT).listCaptures({ id: lost }, { relations: ["payment"], take: lost.length })
    const collections = rows.map((row) => row.payment.payment_collection_id)
    const query = container.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({ entity: "order_payment_collection", fields: ["order_id"], filters: { payment_collection_id: collections } })
    return data.map((row) => row.order_id as string) // rent has no order and is repaired by its own duty
  },
}

/** Reads what is new since the cursor, page by page, and notes the orders that must be booked. */
async function sweep(container: MedusaContainer, { cursor, read, missing }: Sweep): Promise<void> {
  const escrow = escrowOf(container)
  let since = addToInstant(await escrow.repairing((manager) => readCursor(manager, cursor)), { ms: -OVERLAP_MINUTES * 60_000 })
  for (;;) {
    const found = await read(container, since)
    const last = found.at(-1)
    if (!last) return
    const lost = await missing(container, found.map((row) => row.id))
    const read_until = instantOf(last.created_at)
    const stuck = read_until === since
    since = read_until
    await escrow.repairing(async (manager) => {
      await intend(manager, lost)
      await moveCursor(manager, cursor, since)
    })
    if (found.length < PAGE || stuck) return // a page within one millisecond is read again next time
  }
}

/**
 * Orders whose capture Medusa has had for longer than `seconds`, on the machine's clock, and our books have not: by
 * Medusa's own rows since the sweep's cursor, so that a sweep that stands still is seen.
 */
export async function ordersLeftBehind(container: MedusaContainer, seconds: number): Promise<string[]> {
  const [read, before] = await escrowOf(container).repairing((manager) => Promise.all([readCursor(manager, captures.cursor), secondsAgo(manager, seconds)]))
  const found = await captures.read(container, addToInstant(read, { ms: -OVERLAP_MINUTES * 60_000 }))
  const old = found.filter((row) => instantOf(row.created_at) < before)
  return old.length === 0 ? [] : captures.missing(container, old.map((row) => row.id))
}

/** What a run mended of what Medusa has had since `before`: whatever is newer was not lost, only seen before its event came. */
function whatWasLate({ opened, funded }: Booked, before: Instant): string[] {
  const late = funded.filter((since) => since < before).length
  return [
    ...(opened !== null && opened < before ? ["it had no shop orders and holds; they were opened"] : []),
    ...(late > 0 ? [`${late} captures were in no hold; they were funded`] : []),
  ]
}

/** Books the noted orders. One that fails stays noted, with its error, and does not hold up the others. */
async function bookNoted(container: MedusaContainer, at: Instant): Promise<number> {
  const escrow = escrowOf(container)
  const noted = await escrow.repairing((manager) => intents(manager, PAGE))
  const before = await escrow.repairing((manager) => secondsAgo(manager, ON_ITS_WAY_SECONDS))
  let booked = 0
  for (const order_id of noted) {
    const { errors, result } = await bookOrderWorkflow(container).run({ input: { order_id, at }, throwOnError: false })
    const error = errors[0] ? String(errors[0].error?.message ?? errors[0].error) : null
    if (error !== null) container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: order ${order_id} could not be booked: ${error}`)
    else {
      booked += 1
      const what = whatWasLate(result, before)
      await reportMended(container, what.map((each) => ({ duty: "follow-medusa", subject: order_id, what: each })), at)
    }
    await escrow.repairing((manager) => settleIntent(manager, order_id, error))
  }
  return booked
}

/**
 * Medusa has no outbox: an event may die with its process. This finds the orders without holds and the captures without
 * funding, from Medusa's own rows, and books them; whatever happens, the money is in the books within its period.
 */
export const followMedusa: Duty = {
  name: "follow-medusa",
  nextDue: async () => null,
  run: async (container, at) => {
    await sweep(container, orders)
    await sweep(container, captures)
    return bookNoted(container, at)
  },
}
