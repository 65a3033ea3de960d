import type { MedusaContainer } from "@medusajs/framework/types"

import { addToInstant, type Instant } from "../../domain/calendar"
import { account, chartEntry } from "../../domain/chart"
import { display, money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { arrivedWithoutWindow, expectedRemaining, partsThatDoNotAddUp, releasedWithoutRight, waitingForBooks } from "../../modules/escrow/checks"
import type EscrowModuleService from "../../modules/escrow/service"
import { PASAJ_LEDGER } from "../../modules/ledger"
import type { Balance } from "../../modules/ledger/service"
import type LedgerModuleService from "../../modules/ledger/service"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { PASAJ_RENTAL } from "../../modules/rental"
import type RentalModuleService from "../../modules/rental/service"
import { PASAJ_SETTLEMENT } from "../../modules/settlement"
import type SettlementModuleService from "../../modules/settlement/service"
import { duties } from "../duties"
import { ordersLeftBehind } from "../escrow/follow-medusa"

/** One thing that must always be true; it answers with what is not. */
type Invariant = { id: string; says: string; broken: (container: MedusaContainer, at: Instant) => Promise<string[]> }

const ledgerOf = (container: MedusaContainer) => container.resolve<LedgerModuleService>(PASAJ_LEDGER)
const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

const byCurrency = (balances: Balance[]): Map<string, Balance[]> => {
  const groups = new Map<string, Balance[]>()
  for (const balance of balances) groups.set(balance.currency, [...(groups.get(balance.currency) ?? []), balance])
  return groups
}
const total = (balances: Balance[]) => balances.reduce((all, balance) => all + balance.minor, 0)

/** What the marketplace owes to others: what the assets must cover. */
const isOwed = ({ name, minor }: Balance) => chartEntry(name).class === "liability" && name !== "platform:rent_deferred" && minor > 0
const isAsset = ({ name }: Balance) => chartEntry(name).class === "asset"

/** A job runs each minute; work may be late by two of its periods. */
const TWO_PERIODS_SECONDS = 120

export const invariants: Invariant[] = [
  {
    id: "books_balance",
    says: "Every account is the sum of its postings, and all accounts together are nothing.",
    broken: async (container) => {
      const groups = byCurrency(await ledgerOf(container).balancesUnder(""))
      const uneven = [...groups].filter(([, balances]) => total(balances) !== 0).map(([currency]) => `the books in ${currency} do not sum to zero`)
      return [...uneven, ...(await ledgerOf(container).drifted())]
    },
  },
  {
    id: "custody_covered",
    says: "What gateways and banks hold covers holds, payables, settlements, refunds and tax.",
    broken: async (container) => {
      const groups = byCurrency(await ledgerOf(container).balancesUnder(""))
      return [...groups].flatMap(([currency, balances]) => {
        const assets = -total(balances.filter(isAsset))
        const owed = total(balances.filter(isOwed))
        return assets >= owed ? [] : [`${display(money(owed - assets, currency))} are not covered`]
      })
    },
  },
  {
    id: "holds_explained",
    says: "Each hold has what captures brought less what parcels took; a finished hold has nothing.",
    broken: async (container) => {
      const balances = await ledgerOf(container).balancesUnder("hold:")
      const expected = new Map((await escrowOf(container).repairing(expectedRemaining)).map((row) => [account.hold(row.hold_id), row.minor]))
      const wrong = balances.filter((balance) => balance.minor !== (expected.get(balance.name) ?? 0)).map((balance) => balance.name)
      const known = new Set(balances.map((balance) => balance.name))
      return [...wrong, ...[...expected].filter(([name, minor]) => minor !== 0 && !known.has(name)).map(([name]) => name)]
    },
  },
  {
    id: "parts_add_up",
    says: "Each hold asks for what its part's lines cost, and each parcel is worth what is in it: no unit's money is lost or counted twice.",
    broken: (container) => escrowOf(container).repairing(partsThatDoNotAddUp),
  },
  {
    id: "release_earned",
    says: "No money was released without a tracking code, delivery evidence, and consent, a verdict or the whole parcel's return (K17).",
    broken: (container) => escrowOf(container).repairing(releasedWithoutRight),
  },
  {
    id: "arrivals_have_windows",
    says: "Every parcel that has arrived has a consent window that runs, or waits for a case (K4).",
    broken: (container) => escrowOf(container).repairing(arrivedWithoutWindow),
  },
  {
    id: "settlements_explained",
    says: "What is reserved for settlements is what their open transfers will pay: no money leaves twice.",
    broken: async (container) => {
      const reserved = await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).reserved()
      const expected = new Map(reserved.map((row) => [`${account.inSettlement(row.merchant_id)}/${row.currency}`, row.minor]))
      const balances = (await ledgerOf(container).balancesUnder("merchant:")).filter((balance) => balance.name.endsWith(":in_settlement"))
      return balances
        .filter((balance) => balance.minor !== (expected.get(`${balance.name}/${balance.currency}`) ?? 0))
        .map((balance) => balance.name)
    },
  },
  {
    id: "captures_booked",
    says: "Every captured payment of an order is in holds, order income or suspense within one repair period.",
    broken: async (container) => {
      const waiting = await escrowOf(container).repairing((manager) => waitingForBooks(manager, TWO_PERIODS_SECONDS))
      return [...new Set([...waiting, ...(await ordersLeftBehind(container, TWO_PERIODS_SECONDS))])]
    },
  },
  {
    id: "final_states_rest",
    says: "A final state never moves.",
    broken: async (container) => {
      const modules: { movedFromFinal: () => Promise<string[]> }[] = [
        escrowOf(container), container.resolve<MerchantModuleService>(PASAJ_MERCHANT),
        container.resolve<RentalModuleService>(PASAJ_RENTAL), container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT),
      ]
      return (await Promise.all(modules.map((module) => module.movedFromFinal()))).flat()
    },
  },
  {
    id: "nothing_overdue",
    says: "No window, lease, day of rent or shelf that fell due stays undone longer than two periods of its job.",
    broken: async (container, at) => {
      const limit = addToInstant(at, { ms: -TWO_PERIODS_SECONDS * 1000 })
      const dues = await Promise.all(duties.map(async (duty) => ({ name: duty.name, due: await duty.nextDue(container) })))
      return dues.flatMap(({ name, due }) => (due !== null && due < limit ? [`${name} since ${due}`] : []))
    },
  },
]

export type InvariantReport = { id: string; says: string; holds: boolean; broken: string[] }

/** Checks every invariant of the books at `at`; each names what breaks it, a hundred at most. */
export const checkInvariants = (container: MedusaContainer, at: Instant): Promise<InvariantReport[]> =>
  Promise.all(
    invariants.map(async ({ id, says, broken }) => {
      const found = await broken(container, at)
      return { id, says, holds: found.length === 0, broken: found.slice(0, 100) }
    }),
  )
