import type { ExecArgs } from "@medusajs/framework/types"

import { now } from "../adapters/clock"
import { display, money } from "../domain/money"
import type { CustodyProof } from "../modules/escrow/proof"
import { proveCustodyWorkflow } from "../workflows/custody/prove"

/** A proof as lines to read. */
function linesOf(proof: CustodyProof): string[] {
  const sheets = proof.sheets.flatMap(({ currency, covered, gateways, banks, ...owed }) => {
    const line = (name: string, minor: number) => `  ${name.padEnd(16)} ${display(money(minor, currency)).padStart(28)}`
    return [
      `${currency.toUpperCase()}: ${covered ? "covered" : "NOT COVERED"}`,
      line("gateways", gateways), line("banks", banks),
      line("held", owed.held), line("payable", owed.payable), line("in settlement", owed.in_settlement),
      line("due to buyers", owed.due_to_buyers), line("tax", owed.tax), line("suspense", owed.suspense), line("our own", owed.own),
    ]
  })
  const named = (title: string, count: number, found: CustodyProof["differences"]) => [
    ...(count > 0 ? [`${title}: ${count}`] : []),
    ...found.map((each) => `  ${each.subject} ${each.kind} at ${each.provider}: Medusa ${each.medusa}, ledger ${each.ledger}, off by ${each.difference}`),
  ]
  return [
    `Custody proof ${proof.id} at ${proof.at}: ${proof.green ? "GREEN" : "RED"}`,
    ...sheets,
    `${proof.orders} orders and ${proof.payments} other payments compared in ${proof.took_ms} ms; ${proof.under_way} still under way`,
    ...proof.statements.map(({ account, booked_on, statement, ledger, waiting, difference, agrees }) =>
      `Statement of ${account} up to ${booked_on}: ${agrees ? "agrees" : `says ${statement}, ledger ${ledger}, off by ${difference}; ${waiting} unexplained`}`),
    ...named("Differences", proof.difference_count, proof.differences),
    ...named("Roundings below one minor unit a line, never posted", proof.rounding_count, proof.roundings),
  ]
}

/** Proves the custody from a shell: `npx medusa exec ./src/scripts/custody-proof.ts`. Ends with 0 when green, with 1 when red. */
export default async function custodyProof({ container }: ExecArgs): Promise<void> {
  const { result } = await proveCustodyWorkflow(container).run({ input: { at: await now(container) } })
  await new Promise<void>((written) => process.stdout.write(`${linesOf(result).join("\n")}\n`, () => written()))
  // Medusa's `exec` ends with 0 whatever a script finds.
  if (!result.green) process.exit(1)
}
