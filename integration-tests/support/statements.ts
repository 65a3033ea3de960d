import type { Client } from "./client"
import { balanceOf } from "./orders"
import type { Arcade } from "./server"

let sent = 0

/**
 * A bank's statement with one line, by which the owner brings 1,000 in; each continues where the last one ended.
 * `stands` tells whether the line is known as the owner's, and what it brought.
 */
export async function aStatement(operator: Client, arcade: Arcade, purpose: string) {
  const { body } = await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  const before = sent * 1000
  const reference = `own-${process.pid}-${(sent += 1)}`
  const content = `account,currency,booked_on,amount_minor,reference,balance_minor,purpose,gateway\nbank:melli,irr,${body.clock.now.slice(0, 10)},1000,${reference},${before + 1000},${purpose},`
  const stands = async () => {
    const lines = await arcade.sql("select id from treasury_statement_line where reference = $1 and purpose = 'owner'", [reference])
    return { lines: lines.length, brought: (await balanceOf(operator, "bank:melli")) - before }
  }
  return { reference, ask: () => operator.call("POST", "/admin/statements", { format: "csv", content }), stands, as: { lines: 1, brought: 1000 } }
}

/** A line that nobody has explained yet; what is asked for is that an operator says it was the owner's. */
export async function aWaitingLine(operator: Client, arcade: Arcade) {
  const { reference, ask, stands, as } = await aStatement(operator, arcade, "")
  await ask()
  const [line] = await arcade.sql<{ id: string }>("select id from treasury_statement_line where reference = $1", [reference])
  return { ask: () => operator.call("POST", `/admin/statement-lines/${line?.id}/explanation`, { purpose: "owner" }), stands, as }
}
