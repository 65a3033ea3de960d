import { parseStatement, statementJournal, type Purpose } from "./statement"

const header = "account,currency,booked_on,amount_minor,reference,balance_minor,purpose,gateway"
const csv = (...lines: string[]) => [header, ...lines].join("\n")
const row = "bank:mellat,irr,2026-11-25,5000,A1,15000,payout,pp_system_default"
const codeOf = (work: () => unknown): unknown => {
  try {
    work()
    return null
  } catch (error) {
    return typeof error === "object" && error !== null && "code" in error ? error.code : error
  }
}

test("K2 the same statement reads the same as CSV and as JSON lines", () => {
  const wanted = [{ line: 2, account: "bank:mellat", currency: "irr", booked_on: "2026-11-25", amount_minor: 5000, reference: "A1", balance_minor: 15000, purpose: "payout", gateway: "pp_system_default" }]
  expect(parseStatement("csv", csv(row))).toEqual(wanted)
  const json = JSON.stringify({ account: "bank:mellat", currency: "IRR", booked_on: "2026-11-25", amount_minor: 5000, reference: "A1", balance_minor: 15000, purpose: "payout", gateway: "pp_system_default" })
  expect(parseStatement("jsonl", `\n${json}\n`)).toEqual(wanted)
})

test.each<["csv" | "jsonl", string, string, string]>([
  ["csv", header, "statement_empty", "no lines"],
  ["csv", `a,b\n"x`, "statement_unreadable", "a quote that never ends"],
  ["jsonl", "[]", "statement_unreadable", "a list is no object"],
  ["jsonl", "{", "statement_unreadable", "no JSON"],
  ["csv", "account,currency\nbank:mellat,irr", "statement_columns_missing", "most are missing"],
  ["csv", csv(row.replace("bank:mellat", "hold:h1")), "statement_line_wrong", "not an asset"],
  ["csv", csv(row.replace("2026-11-25", "2026-02-30")), "statement_line_wrong", "no such day"],
  ["csv", csv(row.replace(",5000,", ",50.5,")), "statement_line_wrong", "not whole"],
  ["csv", csv(row.replace(",5000,", ",0,")), "statement_line_wrong", "nothing moved"],
  ["csv", csv(row.replace("A1", "")), "statement_line_wrong", "no reference"],
  ["csv", csv(row.replace("payout", "gift")), "statement_line_wrong", "no such purpose"],
  ["csv", csv(row, "bank:mellat,irr,2026-11-25,-100,A2,14901,,"), "statement_gap", "a line between them is missing"],
])("a %s that says %j is refused with %s: %s", (format, text, code) => {
  expect(codeOf(() => parseStatement(format, text))).toBe(code)
})

const explained = (purpose: Purpose, account: string, amount_minor: number, gateway: string | null = null) =>
  statementJournal({ id: "stln_1", purpose, account, amount_minor, gateway, currency: "irr" })
const postings = (journal: ReturnType<typeof explained>) => journal && [journal.key, ...journal.postings.map(({ from, to, amount }) => `${from} → ${to}: ${amount.minor}`)]

test.each<[Purpose, string, number, string | null, string[] | null, string]>([
  ["payout", "bank:mellat", 5000, "pp_x", ["sweep:stln_1", "bank:mellat → gateway:pp_x: 5000"], "the bank has it, the gateway no longer"],
  ["payout", "gateway:pp_x", -5000, null, null, "the gateway's side of it: the bank's books it"],
  ["fee", "bank:mellat", -70, null, ["fee:stln_1", "platform:fees → bank:mellat: 70"], "a bank's fee"],
  ["fee", "gateway:pp_x", -70, null, ["fee:stln_1", "platform:fees → gateway:pp_x: 70"], "a gateway's fee"],
  ["fee", "bank:mellat", 70, null, ["fee:stln_1", "bank:mellat → platform:fees: 70"], "a fee given back"],
  ["tax", "bank:mellat", -900, null, ["tax:stln_1", "platform:tax_due → bank:mellat: 900"], "tax remitted"],
  ["owner", "bank:mellat", 900, null, ["owner:stln_1", "bank:mellat → platform:owner: 900"], "the owner puts in"],
  ["owner", "bank:mellat", -900, null, ["owner:stln_1", "platform:owner → bank:mellat: 900"], "the owner takes out"],
  ["transfer", "bank:mellat", -900, null, null, "booked when it was paid"],
  ["payment", "gateway:pp_x", 900, null, null, "booked with Medusa's capture"],
])("K2 a line that was %s on %s, of %i", (purpose, account, minor, gateway, wanted) => {
  expect(postings(explained(purpose, account, minor, gateway))).toEqual(wanted)
})

test.each<[Purpose, string, number, string | null, string]>([
  ["payout", "bank:mellat", 5000, null, "of which gateway?"],
  ["payout", "bank:mellat", -5000, "pp_x", "money left"],
  ["tax", "gateway:pp_x", -5000, null, "a gateway pays no tax"],
  ["transfer", "gateway:pp_x", -5000, null, "a gateway pays no merchant"],
  ["payment", "bank:mellat", 5000, null, "a bank takes no cards"],
])("a line cannot have been %s on %s, of %i: %s", (purpose, account, minor, gateway) => {
  expect(codeOf(() => explained(purpose, account, minor, gateway))).toBe("statement_purpose_wrong")
})
