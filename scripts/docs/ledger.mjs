import { journalExamples } from "./journal-examples.mjs"
import { load } from "./source.mjs"
import { code, heading, table } from "./text.mjs"

const protections = {
  guarded: "the database refuses a balance below zero",
  payable: "below zero only by the kinds of journal that say so",
  open: "never checked; its balance is the sum of its postings",
}

function accounts() {
  const { chart } = load("src/domain/chart.ts")
  const rows = chart.map((entry) => [code(entry.pattern), entry.class, entry.protection, entry.meaning])
  const legend = Object.entries(protections).map(([name, means]) => `- **${name}**: ${means}`).join("\n")
  return `## Chart of accounts\n\nOne row of the ledger for each name and currency.\n\n${table(["account", "class", "protection", "meaning"], rows)}\n\n${legend}\n`
}

function example(journal) {
  const { display } = load("src/domain/money.ts")
  const rows = journal.postings.map(({ from, to, amount }) => [code(from), code(to), display(amount)])
  return `${code(journal.key)}: *${journal.reason}*\n\n${table(["from", "to", "amount"], rows)}`
}

function kinds() {
  const { journalKinds } = load("src/domain/journal.ts")
  const examples = journalExamples()
  const strangers = [...new Set(examples.map((journal) => journal.kind))].filter((kind) => !(kind in journalKinds))
  const missing = Object.keys(journalKinds).filter((kind) => !examples.some((journal) => journal.kind === kind))
  if (strangers.length + missing.length > 0) {
    throw new Error(`scripts/docs/journal-examples.mjs needs one example for: ${[...missing, ...strangers].join(", ")}`)
  }
  const section = ([kind, { when, moves, key, overdraws }]) =>
    `### ${kind}\n\nPosted when ${when}: ${moves}. Key ${code(key)}. ${overdraws ? "It may leave a payable below zero." : "It overdraws nothing."}\n\n` +
    examples.filter((journal) => journal.kind === kind).map(example).join("\n\n") + "\n"
  return `## Journals\n\n${Object.entries(journalKinds).map(section).join("\n")}`
}

/** docs/ledger.md: the chart of accounts, and each kind of journal with an example made by the code itself. */
export function ledgerDocument() {
  const about =
    "The ledger is the only place where a balance exists. A journal is a sentence: its key says what it is for, and makes it " +
    "happen once; its postings move a positive amount `from` one account (debited) `to` another (credited), so that it cannot " +
    "be unbalanced. A balance is credits less debits: an asset is negative inside and shown as positive.\n\n" +
    "The ledger is append-only. The database itself refuses to change or delete what was posted, to mix currencies, to post a key " +
    "twice with other content, and to overdraw a guarded account. A mistake is corrected by its mirror."
  return [heading("Ledger", about), accounts(), kinds()].join("\n")
}
