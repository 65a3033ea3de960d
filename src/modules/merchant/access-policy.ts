import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { AccessPolicy } from "../../domain/membership"
import { mustFitDelegations } from "../../domain/standing-admins"

export type AccessChange = Partial<Omit<AccessPolicy, "version">> & { reason: string }
export type AccessEdition = AccessPolicy & { reason: string; author: string }

const columns = "version, invitation_days, members_without_lease, delegation_days, general_admins, general_admin_scope, general_admin_days, reason, author"

/** The newest edition: the one that invitations and assignments take along. */
export async function accessPolicy(manager: SqlManager): Promise<AccessEdition> {
  const [row] = await manager.execute<AccessEdition>(`select ${columns} from access_policy order by version desc limit 1`)
  if (!row) throw new Error("There is no access policy: run the migrations.")
  return row
}

/**
 * A new edition, for what is invited and assigned from now on; what the change does not name stays as it was.
 * @throws general_admin_days_too_many
 */
export async function publishAccessPolicy(manager: SqlManager, { reason, ...change }: AccessChange, actor: Actor): Promise<AccessEdition> {
  await manager.execute("lock table access_policy in share row exclusive mode")
  const before = await accessPolicy(manager)
  const after = { ...before, ...change }
  mustFitDelegations(after)
  const [row] = await manager.execute<AccessEdition>(
    `insert into access_policy (${columns}) values (?, ?, ?, ?, ?::jsonb, array[?]::text[], ?, ?, ?) returning ${columns}`,
    [
      before.version + 1, after.invitation_days, after.members_without_lease, after.delegation_days,
      JSON.stringify(after.general_admins), after.general_admin_scope, after.general_admin_days, reason, actor.id,
    ],
  )
  if (!row) throw new Error("The edition was not written.")
  return row
}
