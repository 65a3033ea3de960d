import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { ConsentPolicy } from "../../domain/consent-window"
import { windowPolicies } from "../../domain/escrow"

export type WindowPreset = keyof typeof windowPolicies
export type PolicyChange = Partial<Omit<ConsentPolicy, "version" | "window">> & { preset?: WindowPreset; reason: string }
export type Edition = ConsentPolicy & { reason: string; author: string }

type Row = Omit<Edition, "window"> & { preset: WindowPreset }

const columns = "version, preset, extension_days, silent_after_days, link_days, reminder_hours, reason, author"
const editionOf = ({ preset, ...row }: Row): Edition => ({ ...row, window: windowPolicies[preset] })

/** The newest edition: the one a parcel takes along when it leaves. */
export async function policyInForce(manager: SqlManager): Promise<Edition> {
  const [row] = await manager.execute<Row>(`select ${columns} from consent_policy order by version desc limit 1`)
  if (!row) throw new Error("There is no consent policy: run the migrations.")
  return editionOf(row)
}

/** The edition that a window remembers. */
export async function policyOf(manager: SqlManager, version: number): Promise<Edition> {
  const [row] = await manager.execute<Row>(`select ${columns} from consent_policy where version = ?`, [version])
  if (!row) throw new Error(`There is no edition ${version} of the consent policy.`)
  return editionOf(row)
}

/** A new edition, for parcels that leave from now on; what the change does not name stays as it was. */
export async function publishPolicy(manager: SqlManager, { reason, preset, ...change }: PolicyChange, actor: Actor): Promise<Edition> {
  await manager.execute("lock table consent_policy in share row exclusive mode")
  const before = await policyInForce(manager)
  const after = { ...before, ...change }
  const [row] = await manager.execute<Row>(
    `insert into consent_policy (version, preset, extension_days, silent_after_days, link_days, reminder_hours, reason, author)
     values (?, ?, ?, ?, ?, array[?]::int[], ?, ?) returning ${columns}`,
    [before.version + 1, preset ?? before.window.preset, after.extension_days, after.silent_after_days, after.link_days, after.reminder_hours, reason, actor.id],
  )
  if (!row) throw new Error("The edition was not written.")
  return editionOf(row)
}
