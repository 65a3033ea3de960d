import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Window } from "../../domain/calendar"
import type { ConsentPolicy } from "../../domain/consent-window"
import { windowPolicies, type WindowPolicy } from "../../domain/escrow"
import { namedWindow } from "../../domain/withdrawal"

export type WindowPreset = keyof typeof windowPolicies
export type PolicyChange = Partial<Omit<ConsentPolicy, "version" | "window">> & { preset?: WindowPreset; window?: Omit<WindowPolicy, "preset">; reason: string }
export type Edition = ConsentPolicy & { reason: string; author: string }

type Row = Omit<Edition, "window" | "exempt_window"> & { starts: WindowPolicy["starts"]; length: number; unit: Window["unit"]; exempt_length: number; exempt_unit: Window["unit"] }

const columns = `version, window_starts as starts, window_length as length, window_unit as unit, exempt_length, exempt_unit,
  extension_days, silent_after_days, link_days, reminder_hours, reason, author`
const editionOf = ({ starts, length, unit, exempt_length, exempt_unit, ...row }: Row): Edition =>
  ({ ...row, window: namedWindow({ starts, length, unit }), exempt_window: { length: exempt_length, unit: exempt_unit } })

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
  const window = namedWindow(change.window ?? (preset ? windowPolicies[preset] : before.window))
  const [row] = await manager.execute<Row>(
    `insert into consent_policy (version, preset, window_starts, window_length, window_unit, exempt_length, exempt_unit,
       extension_days, silent_after_days, link_days, reminder_hours, reason, author)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, array[?]::int[], ?, ?) returning ${columns}`,
    [
      before.version + 1, window.preset, window.starts, window.length, window.unit, after.exempt_window.length, after.exempt_window.unit,
      after.extension_days, after.silent_after_days, after.link_days, after.reminder_hours, reason, actor.id,
    ],
  )
  if (!row) throw new Error("The edition was not written.")
  return editionOf(row)
}
