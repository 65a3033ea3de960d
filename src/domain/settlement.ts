import { electronicFormatIBAN, isValidIBAN } from "ibantools"

import { addToInstant, dayOf, plusBusinessDays, type BusinessCalendar, type Day, type Instant } from "./calendar"
import { account } from "./chart"
import { latinDigits } from "./digits"
import { refuse } from "./errors"
import { journal, type Journal } from "./journal"
import type { Machine } from "./machine"
import { money, type Money } from "./money"

/** What a marketplace decides about paying its merchants; these are the defaults of an editable policy. */
export type SettlementPolicy = {
  /** The money has arrived at the latest on this business day after the request's day (K6). */
  arrival_business_days: number
  /** The largest amount of one bank order, in minor units, by currency; without one, no order is too large. */
  order_limit_minor: Record<string, number>
  /** How long a changed Sheba waits before anything is paid to it. */
  sheba_cooldown_hours: number
}

export const settlementPolicy: SettlementPolicy = {
  arrival_business_days: 3,
  order_limit_minor: { irr: 2_000_000_000 },
  sheba_cooldown_hours: 48,
}

export type TransferState = "planned" | "in_file" | "sent" | "paid" | "rejected" | "returned" | "withdrawn"
export type TransferEvent = "file" | "send" | "pay" | "reject" | "return" | "withdraw"

/**
 * One bank order of a settlement. An operator may also pay by hand, outside a file; once it is in a file, it can only
 * be paid through it, or the bank would pay twice.
 */
export const transferMachine: Machine<TransferState, TransferEvent> = {
  name: "transfer",
  initial: "planned",
  states: {
    planned: { file: "in_file", pay: "paid", reject: "rejected", withdraw: "withdrawn" },
    in_file: { send: "sent" },
    sent: { pay: "paid", reject: "rejected" },
    paid: { return: "returned" },
    rejected: {},
    returned: {},
    withdrawn: {},
  },
}

export type SettlementState = "requested" | "approved" | "in_file" | "sent" | "paid" | "partly_paid" | "failed" | "withdrawn"
export type SettlementEvent = "approve" | "withdraw" | "file" | "send" | "pay" | "pay_partly" | "fail"

/**
 * A merchant's request to be paid (K5, K6). Once approved it follows its transfers (`settlementStateOf`); what comes
 * back from the bank is payable again, and asked for anew.
 */
export const settlementMachine: Machine<SettlementState, SettlementEvent> = {
  name: "settlement",
  initial: "requested",
  states: {
    requested: { approve: "approved", withdraw: "withdrawn" },
    approved: { withdraw: "withdrawn", file: "in_file", send: "sent", pay: "paid", pay_partly: "partly_paid", fail: "failed" },
    in_file: { send: "sent", pay: "paid", pay_partly: "partly_paid", fail: "failed" },
    sent: { pay: "paid", pay_partly: "partly_paid", fail: "failed" },
    paid: { pay_partly: "partly_paid", fail: "failed" },
    partly_paid: { fail: "failed" },
    failed: {},
    withdrawn: {},
  },
}

/** The event that leads to a state that follows from transfers; each state has one. */
const eventTo: Partial<Record<SettlementState, SettlementEvent>> = {
  approved: "approve", in_file: "file", sent: "send", paid: "pay", partly_paid: "pay_partly", failed: "fail", withdrawn: "withdraw",
}

/**
 * What a settlement is, from its transfers: as far as the last of those on their way; when none is, paid, partly paid,
 * or failed where nothing arrived. Without transfers nobody has approved it yet.
 */
export function settlementStateOf(transfers: TransferState[]): SettlementState {
  const some = (state: TransferState): boolean => transfers.includes(state)
  if (transfers.length === 0) return "requested"
  if (some("planned")) return "approved"
  if (some("in_file")) return "in_file"
  if (some("sent")) return "sent"
  if (transfers.every((state) => state === "paid")) return "paid"
  if (some("paid")) return "partly_paid"
  return transfers.every((state) => state === "withdrawn") ? "withdrawn" : "failed"
}

/** The event by which a settlement follows its transfers, or null when it is already where they are. */
export function followingEvent(state: SettlementState, transfers: TransferState[]): SettlementEvent | null {
  const derived = settlementStateOf(transfers)
  return derived === state ? null : (eventTo[derived] ?? null)
}

/** Spaces, hyphens and the invisible marks of right-to-left text. */
const gaps = /[\s\u00A0\u200B-\u200F\u202A-\u202E\u2066-\u2069-]/g

/**
 * A Sheba as banks write it: `IR` and 24 digits, from text with spaces, small letters, Persian digits, or without `IR`.
 * @throws sheba_invalid, when the checksum (mod 97) does not hold above all
 */
export function shebaOf(text: string): string {
  const bare = latinDigits(text).replace(gaps, "")
  const sheba = electronicFormatIBAN(/^\d{24}$/.test(bare) ? `IR${bare}` : bare) ?? ""
  return isSheba(sheba) ? sheba : refuse("sheba_invalid", { sheba: text })
}

/** Whether `sheba` is an Iranian IBAN in electronic form, checksum included. */
export const isSheba = (sheba: string): boolean => /^IR\d{24}$/.test(sheba) && isValidIBAN(sheba)

/** A bank's reference as it is compared: Latin digits, capitals, no spaces. @throws bank_reference_invalid */
export function bankReferenceOf(text: string): string {
  const reference = latinDigits(text).replace(/[\s\u200B-\u200F]/g, "").toUpperCase()
  return /^[A-Z0-9][A-Z0-9/.-]{2,59}$/.test(reference) ? reference : refuse("bank_reference_invalid", { bank_reference: text })
}

/** From when on a Sheba may be paid to: a merchant's first one at once, a changed one after the cooling-down. */
export const shebaUsableFrom = (registered_at: Instant, isChange: boolean, { sheba_cooldown_hours }: SettlementPolicy): Instant =>
  isChange ? addToInstant(registered_at, { hours: sheba_cooldown_hours }) : registered_at

/** The latest day of arrival: so many business days strictly after the request's day on the marketplace's wall (K6). */
export const dueOn = (requested_at: Instant, calendar: BusinessCalendar, { arrival_business_days }: SettlementPolicy): Day =>
  plusBusinessDays(dayOf(requested_at, calendar.zone), arrival_business_days, calendar)

/**
 * What a merchant may ask for out of what is payable to it: everything, in one currency at a time (K5).
 * @throws nothing_to_settle, settlement_currency_needed when several currencies are payable and none is named
 */
export function settleable(payable: Money[], currency?: string): Money {
  const due = payable.filter((each) => each.minor > 0 && (currency === undefined || each.currency === currency))
  if (due.length > 1) refuse("settlement_currency_needed", { currencies: due.map((each) => each.currency).sort().join(", ") })
  const [one] = due
  return one ? money(one.minor, one.currency) : refuse("nothing_to_settle")
}

/**
 * The bank orders of an amount: full ones and a rest, none above the limit of its currency (K6).
 * @throws nothing_to_settle for an amount below one minor unit
 */
export function splitTransfers({ minor, currency }: Money, { order_limit_minor }: SettlementPolicy): Money[] {
  if (minor < 1) refuse("nothing_to_settle")
  const limit = order_limit_minor[currency] ?? minor
  const full = Array.from({ length: Math.floor(minor / limit) }, () => money(limit, currency))
  return minor % limit === 0 ? full : [...full, money(minor % limit, currency)]
}

/** The money of one settlement, or of one transfer; `id` is its own. */
export type SettlementMoney = { id: string; merchant_id: string; amount: Money }

/** A merchant asked to be paid: its money is reserved at once, so that it cannot be asked for twice (K5). */
export const reserveSettlement = ({ id, merchant_id, amount }: SettlementMoney): Journal =>
  journal(`settlement:${id}:reserve`, "settlement_reserved", "the merchant asked to be settled", [
    { from: account.payable(merchant_id), to: account.inSettlement(merchant_id), amount },
  ])

/** The merchant took the request back before it was filed: the money is payable again. */
export const withdrawSettlement = ({ id, merchant_id, amount }: SettlementMoney): Journal =>
  journal(`settlement:${id}:withdraw`, "settlement_withdrawn", "the merchant withdrew the request", [
    { from: account.inSettlement(merchant_id), to: account.payable(merchant_id), amount },
  ])

/** The bank paid the merchant (K6); `bank` names the marketplace's account that paid. */
export const transferPaid = ({ id, merchant_id, amount }: SettlementMoney, bank: string): Journal =>
  journal(`transfer:${id}:paid`, "transfer_paid", "the bank paid the transfer", [
    { from: account.inSettlement(merchant_id), to: account.bank(bank), amount },
  ])

/** The bank refused before paying: the money is payable again. */
export const transferRejected = ({ id, merchant_id, amount }: SettlementMoney, reason: string): Journal =>
  journal(`transfer:${id}:rejected`, "transfer_rejected", reason, [
    { from: account.inSettlement(merchant_id), to: account.payable(merchant_id), amount },
  ])

/** A paid transfer came back: the bank holds the money again, and it is payable again. */
export const transferReturned = ({ id, merchant_id, amount }: SettlementMoney, bank: string, reason: string): Journal =>
  journal(`transfer:${id}:returned`, "transfer_returned", reason, [
    { from: account.bank(bank), to: account.payable(merchant_id), amount },
  ])
