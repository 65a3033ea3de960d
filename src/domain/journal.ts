import { chartEntry } from "./chart"
import { refuse } from "./errors"
import { add, money, subtract, zero, type Money } from "./money"

/** One movement: `from` is debited, `to` is credited, the amount is positive, so a journal cannot be unbalanced. */
export type Posting = { from: string; to: string; amount: Money }

/** A sentence of the ledger: its key says what it is for and makes it happen once. */
export type Journal = { key: string; kind: JournalKind; reason: string; postings: Posting[] }

/**
 * The kinds of journals. `overdraws`: may leave a payable below zero; everything else, settlements above all, may not.
 * `docs/ledger.md` is generated from this table.
 */
export const journalKinds = {
  capture_funded: { when: "an online payment is captured", moves: "gateway → each hold; order_income and tax_due for the marketplace's own lines; what the order does not explain → suspense", key: "capture:<capture>:fund", overdraws: false },
  parcel_released: { when: "the buyer consents to a parcel or lets its window lapse, or a case decides for the merchant", moves: "hold → merchant payable", key: "parcel:<parcel>:release", overdraws: false },
  case_refunded: { when: "a case is decided for the buyer, or splits a parcel, while the money is held", moves: "hold → refund_due", key: "case:<case>:refund:<number>", overdraws: false },
  part_cancelled: { when: "a part is cancelled before dispatch", moves: "hold (order_income, tax_due with the whole order) → refund_due", key: "cancel:<cancellation>", overdraws: false },
  refund_owed: { when: "a refund is granted while the money is held, or the buyer paid more than the order is due", moves: "hold, order_income, tax_due or suspense → refund_due", key: "refund:<refund>:owed", overdraws: false },
  refund_recourse: { when: "a refund is granted after release", moves: "merchant payable → refund_due", key: "refund:<refund>:recourse", overdraws: true },
  refund_executed: { when: "the payment provider has made a refund that was owed", moves: "refund_due → gateway", key: "refund:<refund in Medusa>", overdraws: false },
  refund_unexplained: { when: "a refund made in Medusa is explained by no rule", moves: "suspense → gateway", key: "suspense:<refund in Medusa>", overdraws: false },
  suspense_resolved: { when: "an operator says whose the money of an unexplained refund was", moves: "hold, merchant payable, order_income or loss → suspense", key: "suspense:<item>:resolved", overdraws: true },
  exchange_credited: { when: "units are sent back in exchange for others, or claimed with a replacement", moves: "hold, or merchant payable after release → suspense, from where the replacement's part is funded", key: "return:<change in Medusa>:<shop order>:credit", overdraws: true },
  growth_funded: { when: "what an edit added, or made dearer, has been paid for", moves: "suspense → hold; for lines of no shop → order_income, tax_due; by an operator's word → payable, order_income", key: "growth:<growth>", overdraws: false },
  chargeback_taken: { when: "the bank takes a payment back", moves: "refund_due, then hold, then what was released to the merchant, then loss → gateway; its fee: fees → gateway", key: "chargeback:<chargeback>", overdraws: true },
  chargeback_passed_on: { when: "a won chargeback gives back money of parcels that have ended, or of units cancelled since", moves: "hold → merchant payable, refund_due", key: "chargeback:<chargeback>:passed_on", overdraws: false },
  settlement_reserved: { when: "a merchant asks to be settled", moves: "merchant payable → in_settlement", key: "settlement:<settlement>:reserve", overdraws: false },
  settlement_withdrawn: { when: "the merchant withdraws the request before it is filed", moves: "in_settlement → merchant payable", key: "settlement:<settlement>:withdraw", overdraws: false },
  transfer_paid: { when: "the bank paid a transfer", moves: "in_settlement → bank", key: "transfer:<transfer>:paid", overdraws: false },
  transfer_rejected: { when: "the bank refused a transfer before paying", moves: "in_settlement → merchant payable", key: "transfer:<transfer>:rejected", overdraws: false },
  transfer_returned: { when: "a paid transfer came back", moves: "bank → merchant payable", key: "transfer:<transfer>:returned", overdraws: false },
  rent_paid: { when: "a rent invoice is paid", moves: "gateway, bank or merchant payable → rent_deferred, tax_due", key: "rent:<invoice>:paid", overdraws: false },
  rent_surplus: { when: "money came for a rent invoice that was paid or withdrawn meanwhile", moves: "gateway or bank → merchant payable", key: "rent:<capture or report>:surplus", overdraws: false },
  rent_credited: { when: "rent that was paid will not be earned", moves: "rent_deferred, tax_due → merchant payable", key: "rent:<note>:credit", overdraws: false },
  rent_earned: { when: "a day of rent has passed, all leases of a currency together", moves: "rent_deferred → rent_earned", key: "rent:<currency>:earned:<day>", overdraws: false },
  gateway_paid_out: { when: "a bank's statement says that a gateway paid out to it", moves: "bank → gateway", key: "sweep:<line>", overdraws: false },
  fee_taken: { when: "a statement says that a bank or a gateway took a fee", moves: "fees → bank or gateway; given back, the other way", key: "fee:<line>", overdraws: false },
  tax_remitted: { when: "a bank's statement says that the marketplace's tax was paid", moves: "tax_due → bank", key: "tax:<line>", overdraws: false },
  owner_moved: { when: "a bank's statement says that the owner put money in, or took it out", moves: "bank → owner, or owner → bank", key: "owner:<line>", overdraws: false },
  mirror: { when: "a mistake is corrected, or a chargeback is won (without its fee)", moves: "every posting of the journal, backwards", key: "<key>:mirror", overdraws: true },
} as const satisfies Record<string, { when: string; moves: string; key: string; overdraws: boolean }>

export type JournalKind = keyof typeof journalKinds

/**
 * A journal of the postings that move something; postings of zero are left out.
 * @throws journal_empty, journal_circular, account_unknown, money_negative, money_wrong_currency
 */
export function journal(key: string, kind: JournalKind, reason: string, postings: Posting[]): Journal {
  const moving = postings.filter((posting) => posting.amount.minor !== 0)
  const first = moving[0] ?? refuse("journal_empty", { key })
  for (const { from, to, amount } of moving) {
    chartEntry(from)
    chartEntry(to)
    if (from === to) refuse("journal_circular", { key, account: from })
    if (amount.minor < 0) refuse("money_negative", { minor: amount.minor })
    if (amount.currency !== first.amount.currency) {
      refuse("money_wrong_currency", { got: amount.currency, wanted: first.amount.currency })
    }
    money(amount.minor, amount.currency)
  }
  return { key, kind, reason, postings: moving }
}

/** The journal that undoes another: nothing posted is ever changed. */
export const mirror = (mistake: Journal, reason: string): Journal =>
  journal(`${mistake.key}:mirror`, "mirror", reason, mistake.postings.map(({ from, to, amount }) => ({ from: to, to: from, amount })))

/** What journals leave on each account: credits less debits, by name. All journals must share one currency. */
export function balances(journals: Journal[]): Map<string, Money> {
  const result = new Map<string, Money>()
  const at = (name: string, currency: string) => result.get(name) ?? zero(currency)
  for (const { from, to, amount } of journals.flatMap((each) => each.postings)) {
    result.set(from, subtract(at(from, amount.currency), amount))
    result.set(to, add(at(to, amount.currency), amount))
  }
  return result
}
