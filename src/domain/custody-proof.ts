import { display, exponentOf, minorDigits, money } from "./money"

/** The sum of the accounts of one place and currency: credits less debits, and what of it lies above zero. */
export type PlaceTotal = { place: string; currency: string; minor: number; above_zero: number }

/** One currency's books: what stands at gateways and banks, whose it is, and whether it covers them (K2). */
export type Sheet = {
  currency: string
  gateways: number
  banks: number
  held: number
  payable: number
  in_settlement: number
  due_to_buyers: number
  tax: number
  suspense: number
  /** What remains: income not taken out, rent not yet earned, less what the marketplace bore. */
  own: number
  covered: boolean
}

const places: Record<string, keyof Sheet> = {
  "gateway": "gateways", "bank": "banks", "hold": "held", "merchant:payable": "payable", "supplier:payable": "payable",
  "merchant:in_settlement": "in_settlement", "supplier:in_settlement": "in_settlement",
  "buyer:refund_due": "due_to_buyers", "buyer:compensation_due": "due_to_buyers", "platform:tax_due": "tax", "suspense": "suspense",
}
const assets: (keyof Sheet)[] = ["gateways", "banks"]

/** The total of one open account: gateways, banks and suspense by family, the marketplace's own by name. */
export const openTotal = ({ name, currency, minor }: { name: string; currency: string; minor: number }): PlaceTotal => ({
  place: name.startsWith("platform:") ? name : (name.split(":")[0] ?? name), currency, minor, above_zero: Math.max(0, minor),
})

/** The sheet of each currency. What is above zero in a payable is owed; one below zero does not pay for another. */
export function sheetsOf(totals: PlaceTotal[]): Sheet[] {
  const currencies = [...new Set(totals.map((total) => total.currency))].sort()
  return currencies.map((currency) => {
    const mine = totals.filter((total) => total.currency === currency)
    const at = (column: keyof Sheet) => mine.filter(({ place }) => places[place] === column)
    const asset = (column: keyof Sheet) => at(column).reduce((all, { minor }) => all - minor, 0)
    const owed = (column: keyof Sheet) => at(column).reduce((all, { above_zero }) => all + above_zero, 0)
    const have = assets.reduce((all, column) => all + asset(column), 0)
    const owes = {
      held: owed("held"), payable: owed("payable"), in_settlement: owed("in_settlement"),
      due_to_buyers: owed("due_to_buyers"), tax: owed("tax"), suspense: owed("suspense"),
    }
    const own = have - Object.values(owes).reduce((all, each) => all + each, 0)
    return { currency, gateways: asset("gateways"), banks: asset("banks"), ...owes, own, covered: own >= 0 }
  })
}

/** What Medusa says a provider took or gave back. `amount` is decimal text of main units, for Medusa does not round. */
export type OutsideMove = { kind: "capture" | "refund"; id: string; provider: string; currency: string; amount: string; recent: boolean }
/** What the ledger says of the same. */
export type LedgerMove = { kind: "capture" | "refund"; provider: string; currency: string; minor: number; recent: boolean }

/** One order, one rent invoice, or a payment that belongs to neither. */
export type Compared = { subject: string; outside: OutsideMove[]; ledger: LedgerMove[] }

export type Finding = { subject: string; kind: "capture" | "refund"; provider: string; medusa: string; ledger: string; difference: string }
export type Verdict = { differences: Finding[]; roundings: Finding[]; under_way: boolean }

/** Thousandths of a minor unit: fine enough to see what rounding did. */
const THOUSAND = 1000n

/**
 * Compares what a provider took and gave back for one subject with what the ledger says of it. Each capture and each
 * refund was rounded once, so that less than one minor unit for each is named and never posted; more is a difference.
 * Where the side that says more said it within a repair period, the other may still be about to follow: left for next time.
 */
export function compare({ subject, outside, ledger }: Compared): Verdict {
  const lines = new Map<string, { kind: "capture" | "refund"; provider: string; currency: string }>()
  for (const { kind, provider, currency } of [...outside, ...ledger]) lines.set([kind, provider, currency].join(), { kind, provider, currency })
  const verdict: Verdict = { differences: [], roundings: [], under_way: false }
  for (const line of lines.values()) {
    const same = (move: { kind: string; provider: string; currency: string }) =>
      move.kind === line.kind && move.provider === line.provider && move.currency === line.currency
    const [there, here] = [outside.filter(same), ledger.filter(same)]
    const said = there.reduce((all, move) => all + minorDigits(move.amount, move.currency, 3), 0n)
    const booked = here.reduce((all, move) => all + BigInt(move.minor) * THOUSAND, 0n)
    const off = booked - said
    if (off === 0n) continue
    const { kind, provider, currency } = line
    const finding = { subject, kind, provider, medusa: shown(said, currency), ledger: shown(booked, currency), difference: shown(off, currency) }
    const size = off < 0n ? -off : off
    if (size < THOUSAND * BigInt(there.length)) verdict.roundings.push(finding)
    else if ((off < 0n ? there : here).some((move) => move.recent)) verdict.under_way = true
    else verdict.differences.push(finding)
  }
  return verdict
}

/** Thousandths of a minor unit for people, with the fraction that rounding took: `36,331.335 IRR`. */
export function shown(thousandths: bigint, currency: string): string {
  const size = thousandths < 0n ? -thousandths : thousandths
  const fraction = String(size % THOUSAND).padStart(3, "0").replace(/0+$/, "")
  const [number = "", unit = ""] = display(money(Number(size / THOUSAND), currency)).split(" ")
  const point = exponentOf(currency) === 0 && fraction ? "." : ""
  return `${thousandths < 0n ? "-" : ""}${number}${point}${fraction} ${unit}`
}

/** What a bank or gateway says that an account had at the end of a day, against the ledger; texts for people. */
export type Evidence = { account: string; currency: string; booked_on: string; statement: string; ledger: string; waiting: string; difference: string; agrees: boolean }

/**
 * Holds the closing balance of an account's newest statement against the ledger: at the end of that day, or now, for what the
 * statement told may have been written down later. Balances of assets, as people see them, in minor units.
 * @param waiting what of the statement's lines nobody has explained
 */
export function weigh(closing: { account: string; currency: string; booked_on: string; balance_minor: number; waiting_minor: number }, then: number, now: number): Evidence {
  const { account, currency, booked_on, balance_minor, waiting_minor } = closing
  const ledger = now === balance_minor ? now : then
  const text = (minor: number) => display(money(minor, currency))
  return {
    account, currency, booked_on, statement: text(balance_minor), ledger: text(ledger), waiting: text(waiting_minor),
    difference: text(balance_minor - ledger), agrees: balance_minor === ledger,
  }
}

/** Green when every currency is covered, nothing differs, and every statement agrees. */
export const isGreen = (sheets: Sheet[], differences: number, evidence: Evidence[] = []): boolean =>
  differences === 0 && sheets.every((sheet) => sheet.covered) && evidence.every((each) => each.agrees)
