import fc from "fast-check"

import { isRefusal } from "./errors"
import { endingOf, leastBusy, mustFitDelegations } from "./standing-admins"

const [ava, bita, cyrus] = ["user_a", "user_b", "user_c"].map((id) => ({ id, name: id })) as [{ id: string; name: string }, { id: string; name: string }, { id: string; name: string }]

describe("K14 of the operators that stand by", () => {
  test.each<[string, { id: string; name: string }[], [string, number][], string | null]>([
    ["nobody, when nobody stands by",             [],                  [],                                          null],
    ["whoever has none yet",                      [ava, bita],         [["user_a", 1]],                             "user_b"],
    ["the one with the fewest",                   [ava, bita, cyrus],  [["user_a", 5], ["user_b", 4], ["user_c", 9]], "user_b"],
    ["of two with as few the first by id",        [cyrus, bita, ava],  [["user_a", 2], ["user_b", 1], ["user_c", 1]], "user_b"],
  ])("a new shop gets %s", (_why, admins, live, id) => expect(leastBusy(admins, new Map(live))?.id ?? null).toBe(id))

  test("law: one after another they share the shops evenly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(60), (operators, shops) => {
        const admins = Array.from({ length: operators }, (_, i) => ({ id: `user_${i}`, name: "?" }))
        const live = new Map<string, number>()
        for (let i = 0; i < shops; i += 1) {
          const { id } = leastBusy(admins, live) ?? { id: "none" }
          live.set(id, (live.get(id) ?? 0) + 1)
        }
        const counts = admins.map(({ id }) => live.get(id) ?? 0)
        return Math.max(...counts) - Math.min(...counts) <= 1
      }),
    )
  })

  test("none is assigned for longer than by hand", () => {
    expect(() => mustFitDelegations({ general_admin_days: 180, delegation_days: 180 })).not.toThrow()
    try {
      mustFitDelegations({ general_admin_days: 181, delegation_days: 180 })
      throw new Error("it was taken")
    } catch (caught) {
      expect(isRefusal(caught, "general_admin_days_too_many")).toBe(true)
    }
  })
})

test.each([[null, "time_over"], ["member", "by_merchant"], ["operator", "by_operator"], ["system", "by_operator"]] as const)(
  "K14 an assignment that %j ended was over: %s", (by, ending) => expect(endingOf(by)).toBe(ending),
)
