import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { AccessPolicy } from "../../domain/membership"

export type AccessChange = Partial<Omit<AccessPolicy, "version">> & { reason: string }
export type AccessEdition = AccessPolicy & { reason: string; author: string }

const columns = "version, invitation_days, members_without_lease, delegation_days, reason, author"

/** The newest edition: the one that invitations and assignments take along. */
export async function accessPolicy(manager: SqlManager): Promise<AccessEdition> {
  const [row] = await manager.execute<AccessEdition>(`select ${columns} from access_policy order by version desc limit 1`)
  if (!row) throw new Error("There is no access policy: run the migrations.")
  return row
}

/** A new edition, for what is invited and assigned from now on; what the change does not name stays as it was. */
export async function publishAccessPolicy(manager: SqlManager, { reason, ...change }: AccessChange, actor: Actor): Promise<AccessEdition> {
  await manager.execute("lock table access_policy in share row exclusive mode")
  const before = await accessPolicy(manager)
  const after = { ...before, ...change }
  const [row] = await manager.execute<AccessEdition>(
    `insert into access_policy (version, invitation_days, members_without_lease, delegation_days, reason, author)
     values (?, ?, ?, ?, ?, ?) returning ${columns}`,
    [before.version + 1, after.invitation_days, after.members_without_lease, after.delegation_days, reason, actor.id],
  )
  if (!row) throw new Error("The edition was not written.")
  return row
}
