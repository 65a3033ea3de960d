import fc from "fast-check"

import type { Journal, JournalKind } from "../../../domain/journal"
import type { Stored } from "./books"

/** One run of a law has accounts and keys of its own: its mark is in all their names. */
let runs = 0
export const newMark = (): string => `r${(runs += 1)}z`

export type Move = { what: "fund" | "release" | "reserve" | "withdraw" | "earn"; hold: number; minor: number; currency: "irr" | "usd" }

export const moveOf = (currencies: Move["currency"][] = ["irr", "usd"], most = 50): fc.Arbitrary<Move> =>
  fc.record({
    what: fc.constantFrom("fund", "release", "reserve", "withdraw", "earn", "fund"),
    hold: fc.integer({ min: 1, max: 2 }),
    minor: fc.integer({ min: 1, max: most }),
    currency: fc.constantFrom(...currencies),
  })

/** Calls of one to three journals each. */
export const history = (move = moveOf()): fc.Arbitrary<Move[][]> =>
  fc.array(fc.array(move, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 8 })

export const names = (mark: string) => ({
  hold: (n: number) => `hold:${mark}${n}`,
  payable: `merchant:${mark}:payable`,
  reserved: `merchant:${mark}:in_settlement`,
  outside: `suspense:${mark}`,
})

const sides = (mark: string, { what, hold }: Move): [kind: JournalKind, from: string, to: string] => {
  const at = names(mark)
  if (what === "fund") return ["capture_funded", at.outside, at.hold(hold)]
  if (what === "release") return ["parcel_released", at.hold(hold), at.payable]
  if (what === "reserve") return ["settlement_reserved", at.payable, at.reserved]
  if (what === "withdraw") return ["settlement_withdrawn", at.reserved, at.payable]
  return ["parcel_released", at.outside, at.payable]
}

/** The journal of a move; one in three has its amount in two postings. */
export function journalOf(mark: string, id: string, move: Move): Journal {
  const [kind, from, to] = sides(mark, move)
  const parts = move.minor % 3 === 0 ? [1, move.minor - 1] : [move.minor]
  return { key: `test:${mark}:${id}`, kind, reason: "a \"law\" with \\ and ' in it", postings: parts.map((minor) => ({ from, to, amount: { minor, currency: move.currency } })) }
}

export const journalsOf = (mark: string, calls: Move[][]): Journal[][] =>
  calls.map((call, i) => call.map((move, j) => journalOf(mark, `${i}.${j}`, move)))

/** What postings leave on each account, exactly. */
export function fold(postings: Pick<Stored, "from" | "to" | "minor" | "currency">[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  const add = (id: string, minor: bigint) => sums.set(id, (sums.get(id) ?? 0n) + minor)
  for (const { from, to, minor, currency } of postings) {
    add(`${from}/${currency}`, -BigInt(minor))
    add(`${to}/${currency}`, BigInt(minor))
  }
  return sums
}

export const postingsOf = (journals: Journal[]) =>
  journals.flatMap(({ key, postings }) => postings.map(({ from, to, amount }) => ({ key, from, to, minor: amount.minor, currency: amount.currency })))
