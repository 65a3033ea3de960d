import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { addToInstant, type Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { noteFollowups, unseen } from "../../modules/escrow/following"
import { moveCursor, readCursor } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { reportMended } from "../custody/mended"
import { adoptDeliveries, fulfilledSince } from "./adopt-delivery"
import { adoptFulfillments } from "./adopt-fulfillments"

/** Rows are read again this long after, for a slow transaction may commit behind the cursor. */
const OVERLAP_MINUTES = 10
const PAGE = 500

type Found = { id: string; at: string | Date; order_id: string | undefined }
type Sweep = { cursor: string; read: (container: MedusaContainer, since: Instant) => Promise<Found[]> }

const graph = (container: MedusaContainer) => container.resolve(ContainerRegistrationKeys.QUERY)

/** Refunds, whoever made them: their payments' orders. Rent has no order and is left out. */
const refunds: Sweep = {
  cursor: "refunds",
  read: async (container, since) => {
    const rows = await container.resolve(Modules.PAYMENT).listRefunds({ created_at: { $gt: since } }, { relations: ["payment"], take: PAGE, order: { created_at: "ASC" } })
    const collections = rows.flatMap((row) => row.payment?.payment_collection_id ?? [])
    const { data } = await graph(container).graph({ entity: "order_payment_collection", fields: ["order_id", "payment_collection_id"], filters: { payment_collection_id: collections } })
    const orderOf = new Map(data.map((row) => [row.payment_collection_id as string, row.order_id as string]))
    return rows.map((row) => ({ id: row.id, at: row.created_at ?? since, order_id: orderOf.get(row.payment?.payment_collection_id ?? "") }))
  },
}

const cancelled: Sweep = {
  cursor: "cancelled_orders",
  read: async (container, since) => {
    const { data } = await graph(container).graph({
      entity: "order", fields: ["id", "canceled_at"], filters: { canceled_at: { $gt: since } }, pagination: { take: PAGE, order: { canceled_at: "ASC" } },
    })
    return data.map((row) => ({ id: `${row.id}:canceled`, at: row.canceled_at as string | Date, order_id: row.id }))
  },
}

const changes: Sweep = {
  cursor: "order_changes",
  read: async (container, since) => {
    const { data } = await graph(container).graph({
      entity: "order_change", fields: ["id", "order_id", "confirmed_at"], filters: { confirmed_at: { $gt: since } },
      pagination: { take: PAGE, order: { confirmed_at: "ASC" } },
    })
    return data.map((row) => ({ id: row.id, at: row.confirmed_at ?? since, order_id: row.order_id }))
  },
}

async function sweep(container: MedusaContainer, { cursor, read }: Sweep): Promise<void> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  let since = addToInstant(await escrow.repairing((manager) => readCursor(manager, cursor)), { ms: -OVERLAP_MINUTES * 60_000 })
  for (;;) {
    const found = await read(container, since)
    const last = found.at(-1)
    if (!last) return
    since = instantOf(last.at)
    await escrow.within(async (manager) => {
      await noteFollowups(manager, await unseen(manager, found.flatMap(({ id, order_id }) => (order_id ? [{ id, order_id }] : []))))
      await moveCursor(manager, cursor, since)
    })
    if (found.length < PAGE) return
  }
}

type Fulfilling = { cursor: string; since: "shipped_at" | "delivered_at"; adopt: typeof adoptDeliveries; what: string }

const shipments: Fulfilling = { cursor: "shipments", since: "shipped_at", adopt: adoptFulfillments, what: "shipped on Medusa's order page, and no parcel was known; it is" }
const deliveries: Fulfilling = { cursor: "deliveries", since: "delivered_at", adopt: adoptDeliveries, what: "delivered on Medusa's order page, and its window had not opened; it has" }

/** Adopts the fulfilments that were shipped, or marked as delivered, in Medusa since the last time. */
async function sweepFulfillments(container: MedusaContainer, { cursor, since: field, adopt, what }: Fulfilling, at: Instant): Promise<void> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  let since = addToInstant(await escrow.repairing((manager) => readCursor(manager, cursor)), { ms: -OVERLAP_MINUTES * 60_000 })
  for (;;) {
    const found = await fulfilledSince(container, field, since, PAGE)
    const last = found.at(-1)
    if (!last) return
    const waited = await adopt(container, found.map((row) => row.id), at)
    await reportMended(container, waited.map((subject) => ({ duty: "settle-orders", subject, what })), at)
    since = last.at
    await escrow.repairing((manager) => moveCursor(manager, cursor, since))
    if (found.length < PAGE) return
  }
}

/** Finds what was done on Medusa's order page since the last time, from Medusa's own rows: an event may die with its process. */
export async function findMedusaChanges(container: MedusaContainer, at: Instant): Promise<void> {
  for (const each of [refunds, cancelled, changes]) await sweep(container, each)
  for (const each of [shipments, deliveries]) await sweepFulfillments(container, each, at)
}
