import fc from "fast-check"

import { balances } from "./journal"
import {
  cancelPart, chargebackTaken, explainRefund, growthFunded, hoursSinceFinal, oweHeldRefund, oweReleasedRefund, refundExecuted, refundUnexplained, suspenseResolved,
  takeInOrder, overOwed, editCorrection, type EditPreview,
} from "./refund-journals"

const irr = (minor: number) => ({ minor, currency: "irr" })
const share = (account: string, minor: number) => ({ account, amount: irr(minor) })
const at = (map: Map<string, { minor: number }>) => Object.fromEntries([...map].map(([name, { minor }]) => [name, minor]))
const made = { id: "ref_1", order_id: "order_1", provider: "pp", amount: irr(400) }

test("K1 what was cancelled before dispatch goes from hold to buyer, and nothing of it stays behind", () => {
  const journals = [cancelPart({ id: "canc_1", order_id: "order_1" }, [share("hold:a", 300), share("platform:order_income", 100)], "out of stock"), refundExecuted(made, irr(400))]
  expect(journals.map((each) => each.key)).toEqual(["cancel:canc_1", "refund:ref_1"])
  expect(at(balances(journals))).toEqual({ "hold:a": -300, "platform:order_income": -100, "buyer:order_1:refund_due": 0, "gateway:pp": 400 })
})

test("a refund is owed by the hold before release and by the merchant after it", () => {
  expect(at(balances([oweHeldRefund({ id: "rfnd_1", order_id: "o" }, [share("hold:a", 5)], "scratched")]))).toEqual({ "hold:a": -5, "buyer:o:refund_due": 5 })
  expect(oweReleasedRefund({ id: "rfnd_1", order_id: "o" }, "mer_1", irr(5), "scratched")).toMatchObject({
    kind: "refund_recourse", postings: [{ from: "merchant:mer_1:payable", to: "buyer:o:refund_due" }],
  })
})

test("a refund that nobody explains waits in suspense until an operator says whose it was", () => {
  const journals = [refundUnexplained(made, irr(400)), suspenseResolved({ id: "susp_1" }, [share("platform:loss", 400)], "goodwill by phone")]
  expect(at(balances(journals))).toEqual({ "suspense:refunds": 0, "gateway:pp": 400, "platform:loss": -400 })
})

test("a chargeback takes the hold's money, then the merchant's, then the marketplace's, and its fee", () => {
  const { shares, rest } = takeInOrder(irr(100), [[{ account: "hold:a", minor: 60 }], [{ account: "merchant:m:payable", minor: 30 }]])
  expect(rest.minor).toBe(10)
  const journal = chargebackTaken({ id: "cb_1", provider: "pp", order_id: "o" }, [...shares, { account: "platform:loss", amount: rest }], irr(3))
  expect(at(balances([journal]))).toEqual({ "hold:a": -60, "merchant:m:payable": -30, "platform:loss": -10, "platform:fees": -3, "gateway:pp": 103 })
})

test("P2 what an edit added joins the hold when it has been paid for", () => {
  expect(growthFunded({ id: "grow_1", order_id: "o" }, [share("hold:a", 70)])).toMatchObject({
    key: "growth:grow_1", postings: [{ from: "suspense:overpaid", to: "hold:a", amount: irr(70) }],
  })
})

const hold = (account: string, minor: number) => ({ account, minor })
type Sources = { account: string; minor: number }[]
test.each<[string, number, Sources, Sources, Record<string, number> | null, Sources?]>([
  ["the only hold with money pays", 40, [hold("hold:a", 100), hold("hold:b", 0)], [hold("platform:order_income", 50)], { "hold:a": 40 }],
  ["several holds pay pro rata", 30, [hold("hold:a", 100), hold("hold:b", 50)], [], { "hold:a": 20, "hold:b": 10 }],
  ["more than the holds have comes from the marketplace's own income", 120, [hold("hold:a", 100)], [hold("platform:order_income", 50)], { "hold:a": 100, "platform:order_income": 20 }],
  ["nothing held: the marketplace's own income alone", 20, [], [hold("platform:order_income", 50)], { "platform:order_income": 20 }],
  ["more than the order still has is not explained", 151, [hold("hold:a", 100)], [hold("platform:order_income", 50)], null],
  ["what was paid beyond the order goes back first", 30, [hold("hold:a", 100)], [], { "suspense:overpaid": 20, "hold:a": 10 }, [hold("suspense:overpaid", 20)]],
])("a refund by Medusa's button: %s", (_why, minor, holds, own, wanted, beyond = []) => {
  const shares = explainRefund(irr(minor), beyond, holds, own)
  expect(shares && Object.fromEntries(shares.map((each) => [each.account, each.amount.minor]))).toEqual(wanted)
})

test("law: no source gives more than it has, and shares and rest are the whole", () => {
  const layer = fc.array(fc.nat(1_000_000), { maxLength: 5 })
  fc.assert(
    fc.property(fc.nat(3_000_000), layer, layer, (minor, first, second) => {
      const layers = [first, second].map((amounts, l) => amounts.map((each, i) => ({ account: `hold:h${l}-${i}`, minor: each })))
      const { shares, rest } = takeInOrder(irr(minor), layers)
      const has = new Map(layers.flat().map((source) => [source.account, source.minor]))
      expect(shares.every((each) => each.amount.minor <= (has.get(each.account) ?? 0))).toBe(true)
      expect(shares.reduce((all, each) => all + each.amount.minor, rest.minor)).toBe(minor)
    }),
  )
})

test.each([
  ["2026-11-21T10:00:00.000Z", "2026-11-22T11:30:00.000Z", 25],
  [null, "2026-11-22T11:30:00.000Z", null],
])("O8 hours from final (%s) to a seller's cancellation are a fact for penalties", (final, now, hours) => {
  expect(hoursSinceFinal(final, now)).toBe(hours)
})

test.each([
  [-200, 140, 3, 60, "an edit left the whole discount on fewer units"],
  [-140, 140, 3, 0, "both say the same"],
  [-142, 140, 3, 0, "less than a minor unit for each line is Medusa's fraction"],
  [-100, 140, 1, 0, "Medusa says less: its refund writes a credit line by itself"],
  [500, 0, 1, 0, "the buyer has still to pay"],
])("Medusa pending %i, our books owe %i, %i lines: %i to take back", (pending, owed, lines, over) => {
  expect(overOwed(pending, owed, lines)).toBe(over)
})

test.each<[Omit<EditPreview, "lines">, number | null, string]>([
  [{ before: 0, after: -900, due: 900 }, 0, "Medusa owes by it what the books owe"],
  [{ before: 0, after: -1000, due: 900 }, 100, "a discount stayed on fewer units: taken back"],
  [{ before: -500, after: -1500, due: 900 }, 100, "what is owed already is no part of it"],
  [{ before: 0, after: -800, due: 900 }, -100, "what was taken back earlier comes in again"],
  [{ before: 400, after: -800, due: 900 }, 0, "something else is outstanding: no guess"],
  [{ before: 1000, after: 100, due: 0 }, 0, "an order that nobody has paid owes nothing"],
  [{ before: 0, after: -901, due: 900 }, 0, "a fraction for each line is no difference"],
  [{ before: 0, after: 50, due: 900 }, null, "what is taken out cannot make the order dearer"],
])("K2 an edit of ours goes with its correction: %j → %s (%s)", (preview, correction) => {
  expect(editCorrection({ ...preview, lines: 3 })).toBe(correction)
})
