import { shown, type Compared, type Finding, type Verdict } from "../../domain/custody-proof"
import { minorDigits } from "../../domain/money"
import type { GatewayLine } from "../../modules/escrow/proof"
import type { Balance } from "../../modules/ledger/service"

/** More findings than these are counted with the last, so that a broken day does not fill the memory. */
const MOST = 100_000

export type Tally = {
  add: (compared: Compared, verdict: Verdict) => void
  differences: Finding[]
  roundings: Finding[]
  under_way: () => number
  gateways: (balances: Balance[]) => GatewayLine[]
}

/** Adds up verdicts and, by provider and currency, what Medusa and the ledger say was taken less what was given back. */
export function tally(): Tally {
  const differences: Finding[] = []
  const roundings: Finding[] = []
  const sums = new Map<string, { provider: string; currency: string; medusa: bigint; ledger: bigint }>()
  let underWay = 0
  const sumOf = (provider: string, currency: string) => {
    const key = `${provider}/${currency}`
    const sum = sums.get(key) ?? { provider, currency, medusa: 0n, ledger: 0n }
    sums.set(key, sum)
    return sum
  }
  const sign = (kind: "capture" | "refund") => (kind === "capture" ? 1n : -1n)
  return {
    differences, roundings, under_way: () => underWay,
    add: ({ outside, ledger }, verdict) => {
      if (differences.length < MOST) differences.push(...verdict.differences)
      if (roundings.length < MOST) roundings.push(...verdict.roundings)
      if (verdict.under_way) underWay += 1
      for (const { kind, provider, currency, amount } of outside) sumOf(provider, currency).medusa += sign(kind) * minorDigits(amount, currency, 3)
      for (const { kind, provider, currency, minor } of ledger) sumOf(provider, currency).ledger += sign(kind) * BigInt(minor) * 1000n
    },
    gateways: (balances) => {
      for (const { name, currency } of balances) sumOf(name.replace("gateway:", ""), currency)
      return [...sums.values()].map(({ provider, currency, medusa, ledger }) => {
        const balance = balances.find((each) => each.name === `gateway:${provider}` && each.currency === currency)?.minor ?? 0
        return { provider, currency, medusa: shown(medusa, currency), ledger: shown(ledger, currency), balance: shown(-BigInt(balance) * 1000n, currency) }
      })
    },
  }
}
