import { isCaptured, isRefunded, type Transaction } from "./provider-answers"

const noted = (reference: string, reference_id: string, amount = 1_000) => ({ reference, reference_id, amount })

test.each<[string | null, Transaction[], boolean, string]>([
  [null,         [],                              false, "written down, and not answered"],
  [null,         [noted("capture", "capt_1")],    true,  "the order's transaction follows the answer"],
  [null,         [noted("capture", "capt_2")],    false, "another capture's"],
  [null,         [noted("refund", "capt_1")],     false, "a refund's"],
  ["2026-11-26", [],                              true,  "all of the payment is captured, and a stop came before the transaction"],
])("P2 a capture, the payment captured at %s, transactions %j: money %s (%s)", (captured_at, transactions, money, _why) => {
  expect(isCaptured("capt_1", { captured_at }, transactions)).toBe(money)
})

test.each<[Transaction[], boolean, string]>([
  [[],                                  false, "written down, and not answered"],
  [[noted("refund", "ref_1", -1_000)],  true,  "the order's transaction follows the answer"],
  [[noted("refund", "pay_1", -1_000)],  true,  "a cancelled order notes its refunds by their payment"],
  [[noted("refund", "pay_1", -400)],    false, "that was another of the same payment"],
  [[noted("refund", "ref_2", -1_000)],  false, "another refund's"],
  [[noted("capture", "ref_1")],         false, "a capture's"],
])("K2 a refund of 1,000 and the transactions %j: made %s (%s)", (transactions, made, _why) => {
  expect(isRefunded({ id: "ref_1", amount: 1_000 }, "pay_1", transactions)).toBe(made)
})
