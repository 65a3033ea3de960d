import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { rulesOf, type VerificationRules } from "../../domain/verification"

export type RulesEdition = { version: number; rules: VerificationRules; reason: string; author: string }
export type RulesChange = Partial<Omit<VerificationRules, "sets">> & { sets?: Partial<VerificationRules["sets"]>; reason: string }

const columns = "version, rules, reason, author"

/** The newest edition of the rules: the one an application is made under. */
export async function rulesInForce(manager: SqlManager): Promise<RulesEdition> {
  const [edition] = await manager.execute<RulesEdition>(`select ${columns} from verification_rules order by version desc limit 1`)
  if (!edition) throw new Error("There are no verification rules: run the migrations.")
  return edition
}

/** The edition that a merchant remembers. */
export async function rulesOfEdition(manager: SqlManager, version: number): Promise<VerificationRules> {
  const [edition] = await manager.execute<RulesEdition>(`select ${columns} from verification_rules where version = ?`, [version])
  if (!edition) throw new Error(`There is no edition ${version} of the verification rules.`)
  return edition.rules
}

/**
 * A new edition, for applications made from now on; what the change does not name stays as it was.
 * @throws verification_rules_contradict
 */
export async function publishRules(manager: SqlManager, { reason, ...change }: RulesChange, actor: Actor): Promise<RulesEdition> {
  await manager.execute("lock table verification_rules in share row exclusive mode")
  const before = await rulesInForce(manager)
  const rules = rulesOf({ ...before.rules, ...change, sets: { ...before.rules.sets, ...change.sets } })
  const [edition] = await manager.execute<RulesEdition>(
    `insert into verification_rules (version, rules, reason, author) values (?, ?::jsonb, ?, ?) returning ${columns}`,
    [before.version + 1, JSON.stringify(rules), reason, actor.id],
  )
  if (!edition) throw new Error("The edition was not written.")
  return edition
}
