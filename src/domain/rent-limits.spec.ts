import { isRefusal } from "./errors"
import { mostGenerous, requireWithin, roomLeft, type Granted } from "./rent-limits"

const granted = (products: number | null, members: number | null, badges: boolean): Granted => ({
  limits: { products, members, images: 5, shops: 1, featured_places: 0 },
  features: { dropshipping: false, badges },
})

describe("K15 what several leases grant together", () => {
  test.each<[Granted[], number | null, number | null, boolean, string]>([
    [[granted(100, 2, false)],                          100,  2,    false, "one lease grants what it says"],
    [[granted(100, 5, false), granted(300, 2, true)],   300,  5,    true,  "of each limit the largest, whichever lease has it"],
    [[granted(100, 5, true), granted(null, 2, false)],  null, 5,    true,  "no limit is the largest"],
    [[granted(null, 1, false), granted(9, null, false)], null, null, false, "in any order"],
  ])("%#: products %p, members %p, badges %p (%s)", (leases, products, members, badges) => {
    const all = mostGenerous(leases)
    expect([all?.limits.products, all?.limits.members, all?.features.badges]).toEqual([products, members, badges])
  })

  test("no lease grants nothing", () => expect(mostGenerous([])).toBeNull())
})

describe("K15 a limit", () => {
  const { limits } = granted(3, null, false)

  test.each([
    [0, 3, "all of it"],
    [3, 0, "full"],
    [9, 0, "more than allowed, since a downgrade: no room, and none owed"],
  ])("of 3 beside %i leaves room for %i (%s)", (count, room) => expect(roomLeft(limits, "products", count)).toBe(room))

  test("that is none leaves room without end", () => {
    expect(roomLeft(limits, "members", 1_000_000)).toBeNull()
    expect(() => requireWithin(limits, "members", 1_000_000)).not.toThrow()
  })

  test("is kept up to the last one, and the next is refused", () => {
    expect(() => requireWithin(limits, "products", 3)).not.toThrow()
    try {
      requireWithin(limits, "products", 4)
      throw new Error("not refused")
    } catch (caught) {
      expect(isRefusal(caught, "plan_limit_reached")).toBe(true)
    }
  })
})
