import { expect } from "../client.mjs"
import { bold, chapter, check, dim, line, missed, money, tell } from "../voice.mjs"

const CURRENCY = "irr"
/** Accounts of one merchant, one hold or one buyer are shown as one line. */
const folded = [/^(hold):/, /^(merchant):[^:]+(:.+)$/, /^(buyer):[^:]+(:.+)$/, /^(supplier):[^:]+(:.+)$/]

/** Where all the money is now, and whether everything that must be true is true. */
export async function books(tale) {
  const { operator, people } = tale
  chapter("The books", await tale.now())
  for (const one of Object.values(people)) {
    const { accounts } = await operator.get(`/admin/ledger/accounts?prefix=${encodeURIComponent(`hold:${one.part.hold.id}`)}`)
    expect(accounts.length === 1 && accounts[0].balance.minor === 0, `the hold of ${one.shop.name} should be empty`, accounts)
  }
  money("Both holds of this order are at zero: every rial the buyer paid has found its owner.")
  await balanceSheet(operator)
  await invariants(operator)
}

/** Settlements leave the bank before the gateway's payout reaches it: the sign of an asset tells. */
const overdrawn = (sums) => [...sums].some(([key, minor]) => key.startsWith("asset|bank:") && minor < 0)

async function allAccounts(operator) {
  const all = []
  for (;;) {
    const after = all.length > 0 ? `&after=${encodeURIComponent(all.at(-1).id)}` : ""
    const { accounts } = await operator.get(`/admin/ledger/accounts?limit=200${after}`)
    all.push(...accounts)
    if (accounts.length < 200) return all
  }
}

const foldedName = (name) => {
  const match = folded.map((pattern) => pattern.exec(name)).find(Boolean)
  return match ? `${match[1]}:*${match[2] ?? ""}` : name
}

/** The whole arcade's accounts, by class. */
async function balanceSheet(operator) {
  const sums = new Map()
  for (const { name, class: kind, balance } of await allAccounts(operator)) {
    if (balance.currency !== CURRENCY) continue
    const key = `${kind}|${foldedName(name)}`
    sums.set(key, (sums.get(key) ?? 0) + balance.minor)
  }
  tell("The whole arcade, in IRR:")
  for (const kind of ["asset", "liability", "income", "expense", "equity"]) {
    const rows = [...sums].filter(([key]) => key.startsWith(`${kind}|`))
    if (rows.length > 0) line(bold(plural[kind]))
    for (const [key, minor] of rows) line(`  ${key.split("|")[1].padEnd(30)} ${minor.toLocaleString("en-US").padStart(20)}`)
  }

  if (overdrawn(sums)) tell("The bank is below zero by what it has paid out while the buyers' money still lies at the gateway, which has yet to pay it over.")
}

const plural = { asset: "assets", liability: "owed to others", income: "income", expense: "expenses", equity: "equity" }

/** Each invariant with a tick; a broken one ends the story. */
async function invariants(operator) {
  const report = await operator.get("/admin/invariants")
  tell("What must always be true:")
  for (const { id, says, holds, broken } of report.invariants) {
    if (holds) check(`${says} ${dim(id)}`)
    else missed(`${says} ${dim(id)}: ${broken.slice(0, 5).join(", ")}`)
  }
  expect(report.green && report.invariants.every((each) => each.holds), "all invariants should hold", report.invariants.filter((each) => !each.holds))
}
