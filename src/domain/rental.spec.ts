import fc from "fast-check"

import { isRefusal, type ErrorCode } from "./errors"
import { eventsOf, next, statesOf } from "./machine"
import { invoiceMachine, leaseMachine, rentQuote, tariffOf, type LeaseEvent, type LeaseState, type Tariff, type TermPrice } from "./rental"

function refusalOf(act: () => unknown, code: ErrorCode): boolean {
  try {
    act()
    return false
  } catch (caught) {
    return isRefusal(caught, code)
  }
}

const priced = (...prices: [number, number][]): TermPrice[] => prices.map(([term_months, price_minor]) => ({ term_months, price_minor }))
const tariff = (prices: TermPrice[], tax_basis_points = 1_000): Tariff => ({ currency: "irr", tax_basis_points, prices })

describe("the lease", () => {
  test.each<[LeaseState, LeaseEvent, LeaseState, string]>([
    //  from              event          to           why
    ["awaiting_payment", "pay",         "active",    "the first rent opens the shop"],
    ["awaiting_payment", "start_trial", "trial",     "a plan may be tried first"],
    ["trial",            "pay",         "active",    "paid before the trial is over"],
    ["trial",            "lapse",       "past_due",  "tried, and not paid"],
    ["active",           "pay",         "active",    "a renewal appends a period"],
    ["active",           "lapse",       "past_due",  "the paid time is over, grace begins"],
    ["past_due",         "pay",         "active",    "paid within grace"],
    ["past_due",         "end",         "ended",     "grace is over"],
    ["ended",            "pay",         "active",    "payment reopens everything as it was"],
    ["awaiting_payment", "withdraw",    "ended",     "nobody has to pay what was only asked for"],
    ["active",           "leave",       "ended",     "leaving ends with the paid time"],
    ["trial",            "leave",       "ended",     "and so does a trial"],
    ["past_due",         "give_back",   "active",    "lost days run before anything is due"],
    ["ended",            "give_back",   "active",    "a suspension found wrong has ended it"],
  ])("K9 %s + %s = %s (%s)", (from, event, to) => expect(next(leaseMachine, from, event)).toBe(to))

  test.each<[LeaseState, LeaseEvent, string]>([
    ["awaiting_payment", "lapse", "nothing was paid that could run out"],
    ["active",           "end",   "nobody loses the shop without grace"],
    ["ended",            "end",   "it is over already"],
    ["past_due",         "lapse", "once is enough"],
    ["active",           "withdraw", "what was paid is credited, not withdrawn"],
    ["awaiting_payment", "give_back", "no day of it could be lost"],
  ])("K9 %s refuses %s (%s)", (from, event) => expect(refusalOf(() => next(leaseMachine, from, event), "wrong_state")).toBe(true))

  test("K9 from every state paying leads to active, and no state is a dead end", () => {
    for (const state of statesOf(leaseMachine)) expect(next(leaseMachine, state, "pay")).toBe("active")
    expect(eventsOf(invoiceMachine, "paid")).toEqual([])
  })
})

describe("a quote", () => {
  const basic = priced([1, 5_000_000], [3, 14_250_000], [6, 27_000_000], [12, 48_000_001])

  test.each([
    //  term        net        tax      total      saving   why
    [1,       5_000_000,   500_000,  5_500_000,          0, "a single month is the measure"],
    [3,      14_250_000, 1_425_000, 15_675_000,    750_000, "three months against 15,000,000"],
    [12,     48_000_001, 4_800_000, 52_800_001, 11_999_999, "the tax rounds down"],
  ])("K9 %i months: %i + %i = %i, saving %i (%s)", (term, net, tax, total, saving) => {
    const quote = rentQuote(tariff(basic), term)
    expect([quote.net.minor, quote.tax.minor, quote.total.minor, quote.saving.minor]).toEqual([net, tax, total, saving])
  })

  test.each([
    [2,   "a term without a price"],
    [0,   "no month"],
    [13,  "more than a year"],
    [1.5, "half a month"],
  ])("K9 %d months are refused (%s)", (term) => expect(refusalOf(() => rentQuote(tariff(basic), term), "term_not_offered")).toBe(true))

  test("K9 without a price for a single month there is nothing to compare with", () => {
    expect(rentQuote(tariff(priced([6, 600], [12, 1_000])), 12).saving.minor).toBe(0)
  })
})

describe("a tariff", () => {
  test.each<[TermPrice[], number, ErrorCode, string]>([
    [[],                                    900, "plan_without_price",       "nothing to rent"],
    [priced([0, 100]),                      900, "term_price_invalid",       "no month"],
    [priced([13, 100]),                     900, "term_price_invalid",       "longer than a year"],
    [priced([1.5, 100]),                    900, "term_price_invalid",       "half a month"],
    [priced([1, 0]),                        900, "term_price_invalid",       "no provider takes a payment of nothing"],
    [priced([1, -5]),                       900, "term_price_invalid",       "below nothing"],
    [priced([3, 300], [3, 290]),            900, "term_price_invalid",       "one term, two prices"],
    [priced([1, 1.5]),                      900, "money_not_whole",          "half a rial"],
    [priced([1, 2 ** 53]),                  900, "money_out_of_range",       "beyond what is exact"],
    [priced([1, 2 ** 53 - 1]),              900, "money_out_of_range",       "exact, but not with its tax"],
    [priced([1, 100], [2, 201]),            900, "term_dearer_than_shorter", "100.5 a month after 100"],
    [priced([1, 100], [6, 480], [12, 961]), 900, "term_dearer_than_shorter", "dearer than six months, if not than one"],
    [priced([1, 100]),                       -1, "tax_rate_invalid",         "a tax that gives"],
    [priced([1, 100]),                   10_001, "tax_rate_invalid",         "a tax above the price"],
  ])("K9 %j with tax %d is refused: %s (%s)", (prices, tax, code) => {
    expect(refusalOf(() => tariffOf(tariff(prices, tax)), code)).toBe(true)
  })

  test("K9 the same price by the month will do, and the order does not matter", () => {
    expect(tariffOf(tariff(priced([12, 1_200], [1, 100], [3, 300]))).prices.map((price) => price.term_months)).toEqual([1, 3, 12])
  })

  test("K9 law: in a tariff that may be published no term saves less than a shorter one, and total = net + tax", () => {
    const terms = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 })
    fc.assert(
      fc.property(terms, fc.array(fc.integer({ min: 1, max: 10 ** 12 }), { minLength: 12, maxLength: 12 }), fc.integer({ min: 0, max: 10_000 }), (months, minors, tax) => {
        const wanted = tariff(months.map((term_months, index) => ({ term_months, price_minor: minors[index] ?? 1 })), tax)
        let published: Tariff
        try {
          published = tariffOf(wanted)
        } catch (caught) {
          return isRefusal(caught, "term_dearer_than_shorter")
        }
        const quotes = published.prices.map(({ term_months }) => rentQuote(published, term_months))
        for (const [index, quote] of quotes.entries()) {
          expect(quote.total.minor).toBe(quote.net.minor + quote.tax.minor)
          expect(quote.saving.minor).toBeGreaterThanOrEqual(quotes[index - 1]?.saving.minor ?? 0)
        }
        return true
      }),
    )
  })
})
