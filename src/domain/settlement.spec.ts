import fc from "fast-check"

import { instantOfMs, isBusinessDay, msOf, type BusinessCalendar } from "./calendar"
import { account } from "./chart"
import { isRefusal, type ErrorCode } from "./errors"
import { iranHolidaysOf } from "./iran-holidays"
import { balances, mirror, type Journal } from "./journal"
import { eventsOf, isFinal, next } from "./machine"
import type { Money } from "./money"
import {
  bankReferenceOf, dueOn, followingEvent, isSheba, reserveSettlement, settleable, settlementMachine, settlementPolicy, settlementStateOf, shebaOf,
  shebaUsableFrom, splitTransfers, transferMachine, transferPaid, transferRejected, transferReturned, withdrawSettlement,
  type SettlementEvent, type SettlementState, type TransferEvent, type TransferState,
} from "./settlement"

const tehran: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: ["thursday", "friday"], holidays: iranHolidaysOf(1404, 1405) }
const irr = (minor: number): Money => ({ minor, currency: "irr" })

function refusalOf(act: () => unknown, code: ErrorCode): boolean {
  try {
    act()
    return false
  } catch (caught) {
    return isRefusal(caught, code)
  }
}

describe("the life of a settlement", () => {
  const after = (state: SettlementState, event: SettlementEvent) =>
    refusalOf(() => next(settlementMachine, state, event), "wrong_state") ? "refused" : next(settlementMachine, state, event)

  test.each<[SettlementState, SettlementEvent, SettlementState | "refused", string]>([
    //  state         event         after          why
    ["requested",     "approve",    "approved",    "K6 an operator looks at it"],
    ["requested",     "withdraw",   "withdrawn",   "the merchant thought again"],
    ["approved",      "withdraw",   "withdrawn",   "still before filing"],
    ["approved",      "pay",        "paid",        "paid by hand, without a file"],
    ["approved",      "file",       "in_file",     "the usual way"],
    ["in_file",       "send",       "sent",        "the usual way"],
    ["sent",          "pay",        "paid",        "K6 the money has arrived"],
    ["sent",          "fail",       "failed",      "the bank refused all of it"],
    ["paid",          "fail",       "failed",      "it came back"],
    ["requested",     "pay",        "refused",     "nothing is paid that nobody approved"],
    ["in_file",       "withdraw",   "refused",     "a filed order may be paid any minute"],
    ["sent",          "withdraw",   "refused",     "so may a sent one"],
    ["paid",          "withdraw",   "refused",     "what is paid is paid"],
    ["paid",          "pay",        "refused",     "once"],
    ["withdrawn",     "approve",    "refused",     "the money is payable again: ask anew"],
    ["failed",        "pay",        "refused",     "the money is payable again: ask anew"],
  ])("%s, %s: %s (%s)", (state, event, expected) => expect(after(state, event)).toBe(expected))
})

describe("the life of a transfer", () => {
  const after = (state: TransferState, event: TransferEvent) =>
    refusalOf(() => next(transferMachine, state, event), "wrong_state") ? "refused" : next(transferMachine, state, event)

  test.each<[TransferState, TransferEvent, TransferState | "refused", string]>([
    //  state      event       after        why
    ["planned",    "pay",      "paid",      "an operator paid by hand"],
    ["planned",    "reject",   "rejected",  "the bank refused the operator"],
    ["planned",    "file",     "in_file",   "the usual way"],
    ["in_file",    "send",     "sent",      "the usual way"],
    ["sent",       "pay",      "paid",      "the bank's answer"],
    ["sent",       "reject",   "rejected",  "the bank's answer"],
    ["paid",       "return",   "returned",  "the account was closed, say"],
    ["in_file",    "pay",      "refused",   "by hand and by file would be twice"],
    ["in_file",    "withdraw", "refused",   "too late"],
    ["paid",       "pay",      "refused",   "no money leaves twice"],
    ["paid",       "reject",   "refused",   "what was paid is returned, not rejected"],
    ["rejected",   "pay",      "refused",   "its money is payable again"],
    ["returned",   "pay",      "refused",   "its money is payable again"],
  ])("%s, %s: %s (%s)", (state, event, expected) => expect(after(state, event)).toBe(expected))
})

describe("a settlement follows its transfers", () => {
  test.each<[TransferState[], SettlementState, string]>([
    //  transfers                          settlement     why
    [[],                                   "requested",   "nobody has approved it"],
    [["planned"],                          "approved",    "approving plans it"],
    [["planned", "sent"],                  "approved",    "as far as its last one"],
    [["in_file", "sent"],                  "in_file",     "as far as its last one"],
    [["sent", "paid"],                     "sent",        "one is still on its way"],
    [["paid", "paid"],                     "paid",        "K6 all has arrived"],
    [["paid", "rejected"],                 "partly_paid", "part of it is payable again"],
    [["paid", "returned"],                 "partly_paid", "part of it came back"],
    [["rejected"],                         "failed",      "nothing arrived"],
    [["rejected", "returned"],             "failed",      "nothing is there in the end"],
    [["withdrawn", "withdrawn"],           "withdrawn",   "taken back as one"],
    [["planned", "rejected"],              "approved",    "the other one may still arrive"],
  ])("%j: %s (%s)", (transfers, state) => expect(settlementStateOf(transfers)).toBe(state))

  test("no event when it is already there", () => {
    expect(followingEvent("sent", ["sent", "paid"])).toBeNull()
    expect(followingEvent("sent", ["paid", "paid"])).toBe("pay")
  })

  test("law: whatever happens to transfers, in whatever order, the settlement can follow, and never goes back", () => {
    const step = fc.tuple(fc.nat(3), fc.constantFrom<TransferEvent>("file", "send", "pay", "reject", "return"))
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 25 }), (count, steps) => {
      const transfers: TransferState[] = Array.from({ length: count }, () => "planned" as const)
      let settlement: SettlementState = "approved"
      const seen: SettlementState[] = [settlement]
      for (const [i, event] of steps) {
        const to = transferMachine.states[transfers[i % count] ?? "planned"][event]
        if (to === undefined) continue
        transfers[i % count] = to
        const follow = followingEvent(settlement, transfers)
        if (follow === null) continue
        settlement = next(settlementMachine, settlement, follow)
        expect(seen).not.toContain(settlement)
        seen.push(settlement)
      }
      expect(settlement).toBe(settlementStateOf(transfers))
      if (transfers.every((state) => isFinal(transferMachine, state))) expect(eventsOf(settlementMachine, settlement)).toEqual([])
    }))
  })
})

describe("a Sheba", () => {
  const good = "IR062960000000100324200001"
  test.each([
    ["IR062960000000100324200001",            "as banks write it"],
    ["ir062960000000100324200001",            "small letters"],
    ["IR06 2960 0000 0010 0324 2000 01",      "in groups"],
    ["IR06-2960-0000-0010-0324-2000-01",      "with hyphens"],
    ["062960000000100324200001",              "without its letters, as Iranians say it"],
    ["IR۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱",            "Persian digits"],
    ["IR٠٦٢٩٦٠٠٠٠٠٠٠١٠٠٣٢٤٢٠٠٠٠١",            "Arabic digits"],
    ["\u200eIR06\u00a02960 0000\u200c0010 0324 2000 01\u202c ", "pasted from a right-to-left text"],
  ])("%s is read (%s)", (text) => expect(shebaOf(text)).toBe(good))

  test.each([
    ["IR062960000000100324200002",            "one digit off: mod 97 finds it"],
    ["IR062960000000100324200010",            "two digits swapped: mod 97 finds it"],
    ["IR962960000000100324200001",            "a wrong checksum"],
    ["IR06296000000010032420000",             "a digit too few"],
    ["IR0629600000001003242000011",           "a digit too many"],
    ["062960000000100324200002",              "without letters, and wrong"],
    ["DE89370400440532013000",                "a good IBAN of another country"],
    ["IR06296000000010032420000A",            "a letter among the digits"],
    ["6037991234567890",                      "a card number"],
    ["",                                      "nothing"],
    ["IR",                                    "almost nothing"],
    ["IR062960000000100324200001; drop table", "more than a Sheba"],
  ])("'%s' is refused (%s)", (text) => expect(refusalOf(() => shebaOf(text), "sheba_invalid")).toBe(true))

  test("is stored as banks write it, and only that is one", () => {
    expect([isSheba(good), isSheba(good.toLowerCase()), isSheba(`${good} `)]).toEqual([true, false, false])
  })

  test("law: a single wrong digit is always found", () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digit = (Number(good[at]) + by) % 10
      expect(isSheba(good.slice(0, at) + String(digit) + good.slice(at + 1))).toBe(false)
    }))
  })

  test.each([
    //  change  usable from                    why
    [false,     "2026-11-21T08:00:00.000Z",    "the first one at once"],
    [true,      "2026-11-23T08:00:00.000Z",    "a changed one cools down for 48 hours: a thief has to wait"],
  ])("change %s: usable from %s (%s)", (change, from) => expect(shebaUsableFrom("2026-11-21T08:00:00.000Z", change, settlementPolicy)).toBe(from))
})

describe("a bank's reference", () => {
  test.each([
    ["981234567",             "981234567",       "digits"],
    [" 98 12\u200f34567 ",    "981234567",       "with gaps"],
    ["۹۸۱۲۳۴۵۶۷",             "981234567",       "Persian digits are the same reference"],
    ["paya/1405-09/12.3",     "PAYA/1405-09/12.3", "letters are compared large"],
  ])("'%s' is %s (%s)", (text, reference) => expect(bankReferenceOf(text)).toBe(reference))

  test.each([
    ["",               "nothing"],
    ["12",             "too short to tell two apart"],
    ["-123",           "begins with a sign"],
    ["رسید ۱۲۳۴",      "words"],
    ["12;34",          "a sign of something else"],
    ["1".repeat(61),   "too long"],
  ])("'%s' is refused (%s)", (text) => expect(refusalOf(() => bankReferenceOf(text), "bank_reference_invalid")).toBe(true))
})

describe("K6 the money has arrived 3 business days after the request", () => {
  test.each([
    //  asked at (UTC)              asked on, in Tehran        due           why
    ["2026-11-21T08:00:00.000Z",    "Saturday 21 Nov",         "2026-11-24", "Sunday, Monday, Tuesday"],
    ["2026-11-21T20:29:59.999Z",    "Saturday, 23:59:59.999",  "2026-11-24", "still Saturday in Tehran"],
    ["2026-11-21T20:30:00.000Z",    "Sunday, 00:00",           "2026-11-25", "already Sunday there, though not in London"],
    ["2026-11-25T08:00:00.000Z",    "Wednesday 25 Nov",        "2026-11-30", "over the banks' Thursday and Friday"],
    ["2026-11-26T08:00:00.000Z",    "Thursday 26 Nov",         "2026-11-30", "asked on a weekend: Saturday is the first day"],
    ["2026-03-17T08:00:00.000Z",    "Tuesday 17 March",        "2026-03-28", "Nowruz lies between"],
  ])("%s (%s): %s (%s)", (requested_at, _, due) => expect(dueOn(requested_at, tehran, settlementPolicy)).toBe(due))

  test("the number of days is policy", () => {
    expect(dueOn("2026-11-21T08:00:00.000Z", tehran, { ...settlementPolicy, arrival_business_days: 1 })).toBe("2026-11-22")
  })

  test("law: it is a business day, and never earlier for a later request", () => {
    const instants = fc.integer({ min: 0, max: 400 * 86_400 }).map((s) => instantOfMs(msOf("2025-06-01T00:00:00.000Z") + s * 1_000))
    fc.assert(fc.property(instants, instants, (one, other) => {
      const [early = one, late = other] = [one, other].sort()
      expect(isBusinessDay(dueOn(early, tehran, settlementPolicy), tehran)).toBe(true)
      expect(dueOn(early, tehran, settlementPolicy) <= dueOn(late, tehran, settlementPolicy)).toBe(true)
    }))
  })
})

describe("K5 everything payable, in one currency", () => {
  const usd = (minor: number): Money => ({ minor, currency: "usd" })
  test.each<[Money[], string | undefined, Money | ErrorCode, string]>([
    //  payable               asked       answer                        why
    [[irr(100)],              undefined,  irr(100),                     "all of it"],
    [[irr(100)],              "irr",      irr(100),                     "named"],
    [[irr(100), usd(5)],      "usd",      usd(5),                       "the one that is named"],
    [[irr(100), usd(5)],      undefined,  "settlement_currency_needed", "which?"],
    [[irr(100), usd(0)],      undefined,  irr(100),                     "only one has something"],
    [[irr(-7), usd(5)],       undefined,  usd(5),                       "a debt is nothing to ask for"],
    [[irr(100)],              "usd",      "nothing_to_settle",          "nothing in that one"],
    [[irr(0)],                undefined,  "nothing_to_settle",          "nothing at all"],
    [[irr(-7)],               "irr",      "nothing_to_settle",          "a debt"],
    [[],                      undefined,  "nothing_to_settle",          "K17 nothing was ever released"],
  ])("%j, asked for %s: %j (%s)", (payable, currency, answer) => {
    if (typeof answer === "string") expect(refusalOf(() => settleable(payable, currency), answer)).toBe(true)
    else expect(settleable(payable, currency)).toEqual(answer)
  })
})

describe("K6 an amount above the order limit is several transfers", () => {
  const limit = 2_000_000_000
  test.each<[number, string, number[], string]>([
    //  minor        currency  transfers                        why
    [1,              "irr",    [1],                             "the smallest settlement"],
    [limit,          "irr",    [limit],                         "at the limit is not above it"],
    [limit + 1,      "irr",    [limit, 1],                      "one rial above"],
    [2 * limit,      "irr",    [limit, limit],                  "no empty third"],
    [5_000_000_001,  "irr",    [limit, limit, 1_000_000_001],   "full ones and a rest"],
    [5_000_000_001,  "usd",    [5_000_000_001],                 "no limit outside PAYA"],
  ])("%d %s: %j (%s)", (minor, currency, transfers) => {
    expect(splitTransfers({ minor, currency }, settlementPolicy).map((each) => each.minor)).toEqual(transfers)
  })

  test.each([0, -1])("%d is nothing to settle", (minor) => {
    expect(refusalOf(() => splitTransfers(irr(minor), settlementPolicy), "nothing_to_settle")).toBe(true)
  })

  test("law: the transfers sum to the amount; each is above zero and within the limit; there are no more than needed", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1_000, max: 100_000 }), (minor, most) => {
      const parts = splitTransfers(irr(minor), { ...settlementPolicy, order_limit_minor: { irr: most } }).map((each) => each.minor)
      expect(parts.reduce((all, each) => all + each, 0)).toBe(minor)
      expect(parts.every((each) => each > 0 && each <= most)).toBe(true)
      expect(parts).toHaveLength(Math.ceil(minor / most))
    }))
  })
})

describe("the money of a settlement", () => {
  const asked = { id: "s1", merchant_id: "m1", amount: irr(100) }
  const order = { id: "t1", merchant_id: "m1", amount: irr(100) }
  const [payable, reserved, bank] = [account.payable("m1"), account.inSettlement("m1"), account.bank("mellat")]
  const left = (journals: Journal[]) => Object.fromEntries([...balances(journals)].map(([name, each]) => [name, each.minor]))

  test.each<[string, Journal[], Record<string, number>, string[]]>([
    ["K5 reserved at once",        [reserveSettlement(asked)],                                    { [payable]: -100, [reserved]: 100 },       ["settlement:s1:reserve"]],
    ["withdrawn: as before",       [reserveSettlement(asked), withdrawSettlement(asked)],         { [payable]: 0, [reserved]: 0 },            ["settlement:s1:reserve", "settlement:s1:withdraw"]],
    ["K6 paid by the bank",        [reserveSettlement(asked), transferPaid(order, "mellat")],     { [payable]: -100, [reserved]: 0, [bank]: 100 }, ["settlement:s1:reserve", "transfer:t1:paid"]],
    ["rejected: payable again",    [reserveSettlement(asked), transferRejected(order, "closed")], { [payable]: 0, [reserved]: 0 },            ["settlement:s1:reserve", "transfer:t1:rejected"]],
    ["returned: payable again",    [reserveSettlement(asked), transferPaid(order, "mellat"), transferReturned(order, "mellat", "closed")],
                                                                                                  { [payable]: 0, [reserved]: 0, [bank]: 0 }, ["settlement:s1:reserve", "transfer:t1:paid", "transfer:t1:returned"]],
  ])("%s", (_, journals, expected, keys) => {
    expect(left(journals)).toEqual(expected)
    expect(journals.map((each) => each.key)).toEqual(keys)
  })

  test("the reason of a rejection and of a return is the bank's", () => {
    expect([transferRejected(order, "no such account").reason, transferReturned(order, "mellat", "closed").reason]).toEqual(["no such account", "closed"])
  })

  test("a payment posted by mistake is undone by its mirror", () => {
    const paid = transferPaid(order, "mellat")
    expect(Object.values(left([paid, mirror(paid, "wrong transfer")]))).toEqual([0, 0])
  })
})
