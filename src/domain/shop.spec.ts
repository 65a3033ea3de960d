import fc from "fast-check"

import { handlePattern, isPublished, SHOP_STOPPED, sells, shopStatus, type ShopFacts, type ShopStatus } from "./shop"

const now = "2026-11-21T12:00:00.000Z"
const before = "2026-11-21T11:59:59.999Z"
const later = "2026-12-21T12:00:00.000Z"
const rented: ShopFacts = { leased_until: later, stops: [], vacation_from: null, vacation_until: null, closed_at: null }

describe("a shop's status is derived", () => {
  test.each<[Partial<ShopFacts>, ShopStatus, string]>([
    //  facts                                                status         why
    [{},                                                     "open",        "K9 rented, and nothing stops it"],
    [{ leased_until: null },                                 "draft",       "before the first rent"],
    [{ leased_until: before },                               "rent_ended",  "K9 the rent is over"],
    [{ leased_until: now },                                  "rent_ended",  "a lease ends at its last instant, not after"],
    [{ stops: ["decision:1"] },                              "stopped",     "a decision"],
    [{ stops: ["decision:1"], leased_until: null },          "stopped",     "stronger than a missing rent"],
    [{ vacation_from: before },                              "on_vacation", "away, with no end in sight"],
    [{ vacation_from: now, vacation_until: later },          "on_vacation", "from its first instant"],
    [{ vacation_from: before, vacation_until: now },         "open",        "back at the last one"],
    [{ vacation_from: later },                               "open",        "not away yet"],
    [{ vacation_until: later },                              "open",        "an end without a beginning is none"],
    [{ vacation_from: before, leased_until: before },        "rent_ended",  "away without rent is without rent"],
    [{ closed_at: before, stops: ["x"] },                    "closed",      "closed is stronger than all"],
  ])("%j: %s (%s)", (facts, status) => {
    expect(shopStatus({ ...rented, ...facts }, now)).toBe(status)
    expect(sells({ ...rented, ...facts }, now)).toBe(status === "open")
  })

  test("law: more reasons against a shop never open it", () => {
    const instants = fc.constantFrom(null, before, now, later)
    const facts = fc.record({
      leased_until: instants, stops: fc.array(fc.constant("x"), { maxLength: 2 }), vacation_from: instants, vacation_until: instants, closed_at: fc.constantFrom(null, before),
    })
    fc.assert(fc.property(facts, (shop) => {
      if (sells(shop, now)) return
      expect(sells({ ...shop, stops: [...shop.stops, "y"] }, now)).toBe(false)
      expect(sells({ ...shop, closed_at: now }, now)).toBe(false)
    }))
  })
})

describe("a product's place", () => {
  test.each([
    //  wanted  blocks                      published  why
    [true,      [],                         true,      "wanted, and nothing against it"],
    [false,     [],                         false,     "its merchant keeps it back"],
    [true,      [SHOP_STOPPED],             false,     "its shop does not sell"],
    [true,      [SHOP_STOPPED, "price_cap"], false,    "two reasons"],
    [false,     [SHOP_STOPPED],             false,     "neither"],
  ])("wanted %s, blocks %j: %s (%s)", (wanted, blocks, published) => expect(isPublished({ wanted, blocks })).toBe(published))
})

describe("a shop's handle", () => {
  test.each([
    ["chaikhane",     true,  "small letters"],
    ["chai-khane-2",  true,  "with digits and single hyphens"],
    ["7",             true,  "a digit"],
    ["Chai",          false, "no capitals"],
    ["chai--khane",   false, "no double hyphen"],
    ["-chai",         false, "none at the beginning"],
    ["chai-",         false, "nor at the end"],
    ["چای",           false, "it stands in addresses"],
    ["chai khane",    false, "no space"],
    ["chai\n",        false, "nor a line's end"],
    ["",              false, "nothing"],
  ])("%j: %s (%s)", (handle, fits) => expect(handlePattern.test(handle)).toBe(fits))
})
