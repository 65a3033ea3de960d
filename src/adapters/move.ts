import type { Actor } from "../domain/actor"
import type { Instant } from "../domain/calendar"
import { refuse } from "../domain/errors"
import { isFinal, next, statesOf, type Machine } from "../domain/machine"
import type { SqlManager } from "./ledger"

export type Move<State extends string, Event extends string> = {
  /** The module's own table whose `state` moves, and the module's history table. */
  table: string
  history: string
  machine: Machine<State, Event>
  ids: string[]
  event: Event
  at: Instant
  actor: Actor
  reason?: string
  /** A column of the table that says when it happened, set to `at` with the state. */
  stamp?: string
}

export type Moved<State extends string> = { id: string; from: State; to: State }

/**
 * Moves the state of rows inside the caller's transaction: locks them in id order (so that two callers cannot wait for
 * each other), reads the machine's table, and writes one history row each. The only way a state changes.
 * @throws row_not_found, wrong_state: then nothing has moved
 */
export async function moveWithin<State extends string, Event extends string>(
  manager: SqlManager,
  move: Move<State, Event>,
): Promise<Moved<State>[]> {
  const ids = [...new Set(move.ids)]
  if (ids.length === 0) return []
  const rows = await manager.execute<{ id: string; state: State }>(
    `select id, state from ${move.table} where id = any(array[?]::text[]) order by id for update`,
    [ids],
  )
  const found = new Set(rows.map((row) => row.id))
  const missing = ids.find((id) => !found.has(id))
  if (missing) refuse("row_not_found", { machine: move.machine.name, id: missing })

  const moved = rows.map(({ id, state }) => ({ id, from: state, to: next(move.machine, state, move.event) }))
  await manager.execute(
    `with moved as (
       select * from unnest(array[?]::text[], array[?]::text[], array[?]::text[]) as m(id, from_state, to_state)
     ), updated as (
       update ${move.table} t set state = moved.to_state, updated_at = ?::timestamptz${move.stamp ? `, ${move.stamp} = ?::timestamptz` : ""} from moved where t.id = moved.id
     )
     insert into ${move.history} (machine, row_id, event, from_state, to_state, actor_type, actor_id, actor_for, reason, at)
     select ?, id, ?, from_state, to_state, ?, ?, ?, ?, ?::timestamptz from moved`,
    [
      moved.map((row) => row.id), moved.map((row) => row.from), moved.map((row) => row.to), move.at, ...(move.stamp ? [move.at] : []),
      move.machine.name, move.event, move.actor.type, move.actor.id, move.actor.for ?? null, move.reason ?? null, move.at,
    ],
  )
  return moved
}

/** By a module's history, the rows that moved on from a final state of its machines: there must be none. */
export async function movedFromFinal(manager: SqlManager, history: string, machines: Machine<string, string>[]): Promise<string[]> {
  const finals = machines.flatMap((machine) => statesOf(machine).filter((state) => isFinal(machine, state)).map((state) => `${machine.name}/${state}`))
  const rows = await manager.execute<{ row_id: string }>(
    `select distinct row_id from ${history} where machine || '/' || from_state = any(array[?]::text[])`,
    [finals],
  )
  return rows.map((row) => row.row_id)
}

/** The SQL of a module's history table, for its migration: append-only, read by row. */
export const historyTable = (name: string): string => `
  create table ${name} (
    id bigint generated always as identity primary key,
    machine text not null,
    row_id text not null,
    event text not null,
    from_state text not null,
    to_state text not null,
    actor_type text not null,
    actor_id text not null,
    actor_for text,
    reason text,
    at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create index ${name}_row on ${name} (row_id, id);
  create trigger ${name}_append_only before update or delete on ${name}
    for each row execute function pasaj_append_only();
`

/** For histories from before operators could act for merchants: under which delegation the actor did it. */
export const actorForColumn = (history: string): string => `alter table ${history} add column if not exists actor_for text`

/** The trigger function behind every append-only table; each module's first migration makes sure it is there. */
export const appendOnlyFunction = `
  create or replace function pasaj_append_only() returns trigger language plpgsql as $$
  begin
    raise exception '% is append-only', tg_table_name using errcode = 'PJ004';
  end $$;
`

/**
 * The SQL that lets rows of an append-only table lose the words in a column, once and for good: what happened stays, and nothing of it
 * becomes another (O9).
 */
export const forgettable = (table: string, column: string): string[] => [
  `create or replace function pasaj_may_forget() returns trigger language plpgsql as $$
   begin
     if tg_op = 'UPDATE' and to_jsonb(new) = to_jsonb(old) || jsonb_build_object(tg_argv[0], null) then return new; end if;
     raise exception '% is append-only', tg_table_name using errcode = 'PJ004';
   end $$`,
  `drop trigger ${table}_append_only on ${table}`,
  `create trigger ${table}_append_only before update or delete on ${table} for each row execute function pasaj_may_forget('${column}')`,
]

/** Makes the table append-only again, as it was before. */
export const unforgettable = (table: string): string[] => [
  `drop trigger if exists ${table}_append_only on ${table}`,
  `create trigger ${table}_append_only before update or delete on ${table} for each row execute function pasaj_append_only()`,
]

/** The three columns that Medusa's model language expects on every table. */
export const stamps = `
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
`
