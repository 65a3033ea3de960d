import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { account } from "../../domain/chart"
import type { OpenBusiness } from "../../domain/leaving"
import { openCasesOf } from "../../modules/dispute/open-cases"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { openTradeOf } from "../../modules/escrow/open-trade"
import { intents, unbooked } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { lockedBalances } from "../../modules/ledger/locked-balances"
import { openRentOf } from "../../modules/rental/open-rent"
import { merchantsOf } from "./outside"

/**
 * What a merchant has open, in the caller's transaction. Its accounts are locked first, so that a release under way has
 * either ended, and shows as payable, or not begun to count, and shows as held.
 */
export async function openBusinessOf(manager: SqlManager, merchantId: string): Promise<OpenBusiness> {
  const [payable, moving] = [account.payable(merchantId), account.inSettlement(merchantId)]
  const balances = await lockedBalances(manager, [payable, moving])
  const of = (name: string) => balances.filter((balance) => balance.name === name).map(({ minor, currency }) => ({ minor, currency }))
  return {
    ...(await openTradeOf(manager, merchantId)), ...(await openRentOf(manager, merchantId)), open_cases: await openCasesOf(manager, merchantId),
    balances: of(payable), in_settlement: of(moving),
  }
}

const MOST_ON_THE_WAY = 1_000
type OrderedItem = { product_id?: string | null } | null

/** How many of Medusa's orders with goods of this merchant have not come into our books yet; as a rule there are none at all. */
export async function ordersOnTheWay(container: MedusaContainer, merchantId: string): Promise<number> {
  const waiting = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(async (manager) => unbooked(manager, await intents(manager, MOST_ON_THE_WAY)))
  if (waiting.length === 0) return 0
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({ entity: "order", fields: ["id", "items.product_id"], filters: { id: waiting } })
  const productsIn = data.map(({ items }) => ((items ?? []) as OrderedItem[]).flatMap((item) => (item?.product_id ? [item.product_id] : [])))
  const placed = await merchantsOf(container).placementsOf([...new Set(productsIn.flat())])
  const theirs = new Set(placed.filter(({ merchant_id }) => merchant_id === merchantId).map(({ product_id }) => product_id))
  return productsIn.filter((products) => products.some((product) => theirs.has(product))).length
}
