import { answersFor, isCaptured, type Transaction } from "./provider-answers"

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

const refund = (id: string, amount = 1_000, note = "") => ({ id, amount, note })
const ofPayment = noted("refund", "pay_1", -1_000)

test("K2 a refund pressed again with the same amount: Medusa notes both at once, and only the second is an answer", () => {
  const [first, second] = [{ ...refund("ref_1"), created_at: "2026-11-26T08:00:00.000Z" }, { ...refund("ref_2"), created_at: "2026-11-26T08:00:05.000Z" }]
  const at = (id: string, created_at: string) => ({ ...noted("refund", id, -1_000), created_at })
  const made = (notes: Transaction[]) => [...answersFor([first, second], "pay_1", notes).made]
  expect(made([at("ref_1", "2026-11-26T08:00:05.400Z"), at("ref_2", "2026-11-26T08:00:05.401Z")])).toEqual(["ref_2"])
  expect(made([at("ref_1", "2026-11-26T08:00:01.000Z"), at("ref_2", "2026-11-26T08:00:05.401Z")])).toEqual(["ref_1", "ref_2"])
})

test.each<[ReturnType<typeof refund>[], Transaction[], string[], Transaction[], string]>([
  [[refund("ref_1")],                        [],                                                                  [],        [],          "written down, and not answered"],
  [[refund("ref_1")],                        [noted("refund", "ref_1", -1_000)],                                  ["ref_1"], [],          "the order's transaction follows the answer"],
  [[refund("ref_1")],                        [ofPayment],                                                         ["ref_1"], [],          "a cancelled order notes its refunds by their payment"],
  [[refund("ref_1")],                        [noted("refund", "ref_2", -1_000)],                                  [],        [],          "another refund's"],
  [[refund("ref_1")],                        [noted("capture", "ref_1")],                                         [],        [],          "a capture's"],
  [[refund("ref_1"), refund("ref_2", 400)],  [noted("refund", "ref_1", -400), noted("refund", "ref_2", -400)],    ["ref_2"], [],          "the second of an operator's noted the first, unanswered one with its own amount"],
  [[],                                       [ofPayment],                                                         [],        [ofPayment], "a cancelled order whose provider refused, or whose answer was lost"],
  [[refund("ref_1", 400)],                   [ofPayment],                                                         [],        [ofPayment], "of another amount: not this one"],
  [[refund("ref_1", 1_000, "pasaj:rfnd_1")], [ofPayment],                                                         [],        [ofPayment], "ours that is being asked for is not what the cancelled order noted"],
  [[refund("ref_1"), refund("ref_2")],       [ofPayment],                                                         ["ref_1"], [],          "one note is one refund's"],
])("K2 the refunds %j and the transactions %j: made %j, noted without a refund %j (%s)", (refunds, transactions, made, unbacked, _why) => {
  const answers = answersFor(refunds, "pay_1", transactions)
  expect([[...answers.made], answers.unbacked]).toEqual([made, unbacked])
})
