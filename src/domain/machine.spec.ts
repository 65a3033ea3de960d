import fc from "fast-check"

import { isRefusal } from "./errors"
import { eventsOf, isFinal, next, statesOf, type Machine } from "./machine"
import { merchantMachine } from "./merchant"
import { settlementMachine, transferMachine } from "./settlement"

type State = "shut" | "open" | "gone"
type Event = "open" | "shut" | "break"
const door: Machine<State, Event> = {
  name: "door",
  initial: "shut",
  states: { shut: { open: "open", break: "gone" }, open: { shut: "shut" }, gone: {} },
}

const after = (state: string, event: string): string => {
  try {
    return next<string, string>(door, state, event)
  } catch (caught) {
    if (isRefusal(caught, "wrong_state")) return "refused"
    throw caught
  }
}

describe("a life is a table", () => {
  test.each([
    //  state      event         after      why
    ["shut",       "open",       "open",    "a move of the table"],
    ["open",       "shut",       "shut",    "and back"],
    ["shut",       "break",      "gone",    "into the end"],
    ["shut",       "shut",       "refused", "no such move from here"],
    ["gone",       "open",       "refused", "a final state never moves"],
    ["shut",       "burn",       "refused", "an event nobody wrote"],
    ["ajar",       "open",       "refused", "a state nobody wrote"],
    ["shut",       "toString",   "refused", "what every object has is no event"],
    ["shut",       "__proto__",  "refused", "nor is its prototype"],
    ["toString",   "name",       "refused", "nor a state"],
    ["",           "",           "refused", "nothing"],
  ])("%s, %s: %s (%s)", (state, event, expected) => expect(after(state, event)).toBe(expected))

  test("the refusal says which machine, state and event", () => {
    expect(() => next(door, "gone", "open")).toThrow("A door that is 'gone' cannot 'open'.")
  })

  test("what may be done next, and when nothing may", () => {
    expect(eventsOf(door, "shut")).toEqual(["open", "break"])
    expect(statesOf(door).filter((state) => isFinal(door, state))).toEqual(["gone"])
  })

  test("law: no text at all leads out of the table", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (state, event) => {
      expect(["shut", "open", "gone", "refused"]).toContain(after(state, event))
    }))
  })
})

const machines: Machine<string, string>[] = [merchantMachine, settlementMachine, transferMachine]

describe.each(machines.map((machine) => [machine.name, machine] as const))("the machine of a %s", (_, machine) => {
  test("law: no path leaves a final state", () => {
    const events = [...new Set(statesOf(machine).flatMap((state) => eventsOf(machine, state)))]
    fc.assert(fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (path) => {
      let state = machine.initial
      let ended: string | null = null
      for (const event of path) {
        const to = machine.states[state]?.[event]
        if (ended !== null) expect(to).toBeUndefined()
        state = to ?? state
        if (isFinal(machine, state)) ended = state
      }
      expect(ended ?? state).toBe(state)
    }))
  })
})
