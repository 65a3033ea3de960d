import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { paidOrders, strayPayments } from "../../adapters/medusa-payments"
import { endOfDay, type Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { compare, isGreen, openTotal, sheetsOf, weigh, type Compared, type Evidence, type LedgerMove, type Sheet } from "../../domain/custody-proof"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { bookedCaptures, SHOWN, writeProof, type CustodyProof } from "../../modules/escrow/proof"
import type EscrowModuleService from "../../modules/escrow/service"
import { PASAJ_LEDGER } from "../../modules/ledger"
import type { GatewayMove } from "../../modules/ledger/gateways"
import type { Balance } from "../../modules/ledger/service"
import type LedgerModuleService from "../../modules/ledger/service"
import { PASAJ_TREASURY } from "../../modules/treasury"
import type TreasuryModuleService from "../../modules/treasury/service"
import { closings } from "../../modules/treasury/statements"
import { tally, type Tally } from "./tally"

const PAGE = 500
const ledgerOf = (container: MedusaContainer) => container.resolve<LedgerModuleService>(PASAJ_LEDGER)
const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

const asLedgerMove = ({ way, provider, currency, minor, recent }: GatewayMove): LedgerMove =>
  ({ kind: way === "in" ? "capture" : "refund", provider, currency, minor, recent })

function grouped(moves: GatewayMove[], by: (move: GatewayMove) => string): Map<string, GatewayMove[]> {
  const groups = new Map<string, GatewayMove[]>()
  for (const move of moves) groups.set(by(move), [...(groups.get(by(move)) ?? []), move])
  return groups
}

const refundKeys = (id: string) => [`refund:${id}`, `suspense:${id}`]

/** One page of orders with what the ledger says of each, and the id to read on from; null after the last. */
async function orderPage(container: MedusaContainer, after: string): Promise<{ page: Compared[]; next: string | null }> {
  const there = await paidOrders(container, after, PAGE)
  const next = there.length === PAGE ? (there.at(-1)?.order_id ?? null) : null
  const here = await escrowOf(container).repairing((manager) => bookedCaptures(manager, after, next))
  const ids = [...new Set([...there.map((order) => order.order_id), ...here.map((row) => row.order_id)])]
  const captureOwner = new Map<string, string>()
  const refundOwner = new Map<string, string>()
  for (const { order_id, moves } of there) {
    for (const { kind, id } of moves) {
      if (kind === "capture") captureOwner.set(`capture:${id}:fund`, order_id)
      else for (const key of refundKeys(id)) refundOwner.set(key, order_id)
    }
  }
  for (const { order_id, capture_id } of here) if (capture_id) captureOwner.set(`capture:${capture_id}:fund`, order_id)
  const payers = new Map(ids.map((id) => [account.refundDue(id), id]))
  const found = await ledgerOf(container).gatewayMoves([...captureOwner.keys(), ...refundOwner.keys()], [...payers.keys()])
  const ledger = grouped(found, (move) => captureOwner.get(move.key) ?? refundOwner.get(move.key) ?? payers.get(move.other) ?? "nobody")
  const outside = new Map(there.map((order) => [order.order_id, order.moves]))
  return {
    page: ids.map((id) => ({ subject: id, outside: outside.get(id) ?? [], ledger: (ledger.get(id) ?? []).map(asLedgerMove) })),
    next,
  }
}

/** One page of payments without an order: what paid a rent invoice, what came for one that was not open, and what nobody expected. */
async function strayPage(container: MedusaContainer, after: string): Promise<{ page: Compared[]; next: string | null }> {
  const there = await strayPayments(container, after, PAGE)
  const paid = (invoice: string): string => `rent:${invoice}:paid`
  const surplus = ({ moves }: { moves: { id: string }[] }): string[] => moves.map(({ id }) => `rent:${id}:surplus`)
  const keys = there.flatMap((each) => (each.invoice_id === null ? [] : [paid(each.invoice_id), ...surplus(each)]))
  const found = grouped(await ledgerOf(container).gatewayMoves(keys, []), (move) => move.key)
  return {
    page: there.map((each) => {
      const beside = surplus(each).flatMap((key) => found.get(key) ?? [])
      const ledger = beside.length > 0 ? beside : (found.get(paid(each.invoice_id ?? "")) ?? [])
      return { subject: each.invoice_id ?? each.payment_id, outside: each.moves, ledger: ledger.map(asLedgerMove) }
    }),
    next: there.length === PAGE ? (there.at(-1)?.payment_id ?? null) : null,
  }
}

async function walk(result: Tally, read: (after: string) => Promise<{ page: Compared[]; next: string | null }>): Promise<number> {
  let count = 0
  for (let after: string | null = ""; after !== null;) {
    const { page, next }: { page: Compared[]; next: string | null } = await read(after)
    for (const subject of page) result.add(subject, compare(subject))
    count += page.length
    after = next
  }
  return count
}

/**
 * By currency, what is there against whose it is. The two sides are read one after the other while money moves; a sheet
 * that does not cover is read again before it is believed.
 */
async function sheets(container: MedusaContainer): Promise<Sheet[]> {
  const ledger = ledgerOf(container)
  const read = async () => {
    const kept = await ledger.keptByPlace()
    const open = await Promise.all(["gateway:", "bank:", "suspense:", "platform:"].map((prefix) => ledger.balancesUnder(prefix)))
    return sheetsOf([...kept, ...open.flat().map(openTotal)])
  }
  let last = await read()
  for (let tries = 0; tries < 2 && !last.every((sheet) => sheet.covered); tries += 1) last = await read()
  return last
}

/** The newest statement of each account against the ledger. There are as many as banks and gateways: a handful. */
async function evidence(container: MedusaContainer): Promise<Evidence[]> {
  const { zone } = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  const found = await container.resolve<TreasuryModuleService>(PASAJ_TREASURY).reading(closings)
  return Promise.all(found.map(async (closing) => {
    const balance = (rows: Balance[]) => 0 - (rows.find((row) => row.name === closing.account && row.currency === closing.currency)?.minor ?? 0)
    const then = await ledgerOf(container).balancesAt([closing.account], endOfDay(closing.booked_on, zone))
    return weigh(closing, balance(then), balance(await ledgerOf(container).balancesOf([closing.account])))
  }))
}

async function prove(container: MedusaContainer, at: Instant): Promise<CustodyProof> {
  const started = performance.now()
  const result = tally()
  const bySheet = await sheets(container)
  const orders = await walk(result, (after) => orderPage(container, after))
  const payments = await walk(result, (after) => strayPage(container, after))
  const balances = await ledgerOf(container).balancesUnder("gateway:")
  const statements = await evidence(container)
  const { differences, roundings, under_way } = result
  return escrowOf(container).repairing((manager) => writeProof(manager, {
    at, green: isGreen(bySheet, differences.length, statements), orders, payments, under_way: under_way(), took_ms: Math.ceil(performance.now() - started),
    sheets: bySheet, gateways: result.gateways(balances), statements,
    difference_count: differences.length, differences: differences.slice(0, SHOWN),
    rounding_count: roundings.length, roundings: roundings.slice(0, SHOWN),
  }))
}

export type ProveInput = { at: Instant }

export const proveCustodyStep = createStep("pasaj-prove-custody-now", async ({ at }: ProveInput, { container }) =>
  new StepResponse(await prove(container, at)),
)

/**
 * Proves the custody (K2): by currency, what gateways and banks hold against what is owed; order by order, what Medusa's
 * providers took and gave back against the ledger; and the newest statement of each bank and gateway. It reads, page by page, and posts nothing; the result is kept, green or
 * red, with the orders that differ by name. What may be crossing between the two is left for the next proof.
 */
export const proveCustodyWorkflow = createWorkflow("pasaj-prove-custody", (input: ProveInput) =>
  new WorkflowResponse(proveCustodyStep(input)),
)
