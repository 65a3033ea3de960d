import fc from "fast-check"

import { account } from "./chart"
import { isRefusal, type ErrorCode } from "./errors"
import { balances, journal, journalKinds, mirror, type Journal, type Posting } from "./journal"
import { zero, type Money } from "./money"

const irr = (minor: number): Money => ({ minor, currency: "irr" })
const bank = account.bank("mellat")
const hold = account.hold("h1")

const refusalOf = (postings: Posting[], code: ErrorCode): boolean => {
  try {
    journal("test:1", "capture_funded", "test", postings)
    return false
  } catch (caught) {
    return isRefusal(caught, code)
  }
}

describe("a journal", () => {
  test("keeps what moves something, in its order", () => {
    const moving = { from: bank, to: hold, amount: irr(5) }
    expect(journal("test:1", "capture_funded", "why", [{ from: bank, to: account.taxDue, amount: irr(0) }, moving])).toEqual({
      key: "test:1", kind: "capture_funded", reason: "why", postings: [moving],
    })
  })

  test.each<[ErrorCode, Posting[], string]>([
    ["journal_empty",        [],                                                                                   "no postings"],
    ["journal_empty",        [{ from: bank, to: hold, amount: irr(0) }],                                           "nothing moves"],
    ["journal_circular",     [{ from: bank, to: bank, amount: irr(1) }],                                           "money to itself"],
    ["account_unknown",      [{ from: "pocket:mine", to: hold, amount: irr(1) }],                                  "from nowhere"],
    ["account_unknown",      [{ from: bank, to: "pocket:mine", amount: irr(1) }],                                  "to nowhere"],
    ["money_negative",       [{ from: bank, to: hold, amount: irr(-1) }],                                          "backwards is another journal"],
    ["money_not_whole",      [{ from: bank, to: hold, amount: irr(0.5) }],                                         "half a rial"],
    ["money_not_whole",      [{ from: bank, to: hold, amount: irr(NaN) }],                                         "no number"],
    ["money_out_of_range",   [{ from: bank, to: hold, amount: irr(2 ** 53) }],                                     "beyond safe integers"],
    ["currency_unknown",     [{ from: bank, to: hold, amount: { minor: 1, currency: "IRR" } }],                    "codes are written small"],
    ["money_wrong_currency", [{ from: bank, to: hold, amount: irr(1) }, { from: bank, to: hold, amount: { minor: 1, currency: "usd" } }], "two currencies"],
  ])("is refused: %s (%#)", (code, postings) => expect(refusalOf(postings, code)).toBe(true))
})

describe("the kinds of journals", () => {
  test("K17 only a correction, recourse after release, or a chargeback may overdraw a payable; settlements may not", () => {
    const overdrawing = Object.entries(journalKinds).filter(([, kind]) => kind.overdraws).map(([name]) => name)
    expect(overdrawing.sort()).toEqual(["chargeback_taken", "exchange_credited", "mirror", "refund_recourse", "suspense_resolved"])
  })

  test("each has a key of its own, and says when and what it moves", () => {
    const kinds = Object.values(journalKinds)
    expect(new Set(kinds.map((kind) => kind.key)).size).toBe(kinds.length)
    expect(kinds.filter((kind) => kind.when.length < 10 || kind.moves.length < 10)).toEqual([])
  })
})

const names = fc.constantFrom(bank, hold, account.payable("m1"), account.inSettlement("m1"), account.taxDue, account.gateway("pp"))
const posting: fc.Arbitrary<Posting> = fc
  .tuple(names, names, fc.integer({ min: 1, max: 1_000_000_000_000 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to, minor]) => ({ from, to, amount: irr(minor) }))
const journals = fc.array(fc.array(posting, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })
  .map((all): Journal[] => all.map((postings, i) => journal(`test:${i}`, "capture_funded", "test", postings)))

describe("balances", () => {
  test("are credits less debits", () => {
    const paid = journal("test:1", "capture_funded", "test", [{ from: bank, to: hold, amount: irr(5) }, { from: bank, to: account.taxDue, amount: irr(2) }])
    expect([...balances([paid])]).toEqual([[bank, irr(-7)], [hold, irr(5)], [account.taxDue, irr(2)]])
    expect(balances([])).toEqual(new Map())
  })

  test("law: no journal makes or loses money", () => {
    fc.assert(fc.property(journals, (all) => {
      expect([...balances(all).values()].reduce((sum, each) => sum + each.minor, 0)).toBe(0)
    }))
  })

  test("law: a journal and its mirror leave nothing, and so do a mirror and its own", () => {
    fc.assert(fc.property(journals, ([mistake]) => {
      if (!mistake) return
      const back = mirror(mistake, "wrong")
      expect([...balances([mistake, back]).values()].every((each) => each.minor === 0)).toBe(true)
      expect(back).toMatchObject({ key: `${mistake.key}:mirror`, kind: "mirror", reason: "wrong" })
      expect([...balances([back, mirror(back, "it was right")]).values()]).toEqual([...balances([mistake]).keys()].map(() => zero("irr")))
    }))
  })
})
