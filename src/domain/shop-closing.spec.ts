import { isRefusal } from "./errors"
import { mustBeFreeOfRent, type ShopRent } from "./shop-closing"

const until = "2026-12-21T20:30:00.000Z"

describe("a shop is closed for good", () => {
  test("when nothing binds it to its rent", () => expect(() => mustBeFreeOfRent({ closes_at: null, open_invoice: null })).not.toThrow())

  test.each<[ShopRent, RegExp, string]>([
    [{ closes_at: until, open_invoice: null },        /runs until 2026-12-21T20:30:00\.000Z; turn its renewal off/, "it says until when, and what to do"],
    [{ closes_at: null, open_invoice: "1405-7" },     /1405-7 is open; pay it or withdraw it/,                     "an invoice could still be paid"],
    [{ closes_at: until, open_invoice: "1405-7" },    /credit note.*; and the invoice 1405-7/,                     "both are told at once"],
  ])("but not with %j: %s (%s)", (rent, says) => {
    const act = () => mustBeFreeOfRent(rent)
    expect(act).toThrow(says)
    try {
      act()
    } catch (caught) {
      expect(isRefusal(caught, "shop_still_leased")).toBe(true)
    }
  })
})
