import { caseMachine, refundCase, sharesOf } from "./dispute"
import { balances } from "./journal"
import { isFinal, next } from "./machine"

const irr = (minor: number) => ({ minor, currency: "irr" })

test.each([
  // verdict                             amount  refund  release  why
  [{ for: "merchant" },                  100,    0,      100,     "all to the merchant"],
  [{ for: "buyer" },                     100,    100,    0,       "all back"],
  [{ for: "split", refund_minor: 30 },   100,    30,     70,      "each its share"],
  [{ for: "split", refund_minor: 99 },   100,    99,     1,       "at least one unit each"],
  [{ for: "buyer" },                     0,      0,      0,       "a gift gives nothing back"],
] as const)("verdict %j over %i gives back %i and releases %i: %s", (verdict, amount, refund, release, _why) => {
  expect(sharesOf(verdict, irr(amount))).toEqual({ refund: irr(refund), release: irr(release) })
})

test.each([
  // verdict                             amount  why
  [{ for: "split" },                     100,    "a split says how much"],
  [{ for: "split", refund_minor: 0 },    100,    "nothing back is no split"],
  [{ for: "split", refund_minor: 100 },  100,    "everything back is no split"],
  [{ for: "split", refund_minor: 101 },  100,    "over-refund"],
  [{ for: "buyer", refund_minor: 5 },    100,    "only a split names a sum"],
  [{ for: "split", refund_minor: 1 },    0,      "there is nothing to share"],
] as const)("verdict %j over %i is refused: %s", (verdict, amount, _why) => {
  expect(() => sharesOf(verdict, irr(amount))).toThrow(expect.objectContaining({ code: "verdict_amount_wrong" }))
})

test("K7 a case for the buyer makes the parcel's money due to the buyer, out of the hold", () => {
  const journal = refundCase({ case_id: "case_1", hold_id: "a", order_id: "order_1", amount: irr(30) })
  expect(journal).toMatchObject({ key: "case:case_1:refund:1", kind: "case_refunded" })
  expect(Object.fromEntries([...balances([journal])].map(([name, { minor }]) => [name, minor]))).toEqual({ "hold:a": -30, "buyer:order_1:refund_due": 30 })
})

test("a case is decided once, and final at once", () => {
  expect(next(caseMachine, "opened", "decide")).toBe("decided")
  expect(isFinal(caseMachine, "decided") && isFinal(caseMachine, "withdrawn")).toBe(true)
})
