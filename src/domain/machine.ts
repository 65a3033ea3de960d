import { refuse } from "./errors"

/** A life as a table: state → event → state. A state without events is final. */
export type Machine<State extends string, Event extends string> = {
  name: string
  initial: State
  states: Record<State, Partial<Record<Event, State>>>
}

/** The state after `event`. @throws wrong_state when the table has no such move */
export function next<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
  event: Event,
): State {
  // Own keys only: every object also has a `toString`, and an event from outside may be called so.
  const row: Partial<Record<Event, State>> = Object.hasOwn(machine.states, state) ? machine.states[state] : {}
  const to = Object.hasOwn(row, event) ? row[event] : undefined
  return to ?? refuse("wrong_state", { machine: machine.name, state, event })
}

/** The events that `state` allows: what may be done next. */
export const eventsOf = <State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
): Event[] => Object.keys(machine.states[state] ?? {}) as Event[]

export const isFinal = <State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
): boolean => eventsOf(machine, state).length === 0

export const statesOf = <State extends string, Event extends string>(machine: Machine<State, Event>): State[] =>
  Object.keys(machine.states) as State[]
