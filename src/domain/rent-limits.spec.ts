import { mostGenerous, type Granted } from "./rent-limits"

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
