import { domainFiles, load } from "./source.mjs"
import { code, heading, table } from "./text.mjs"

const isMachine = (value) =>
  typeof value === "object" && value !== null && typeof value.name === "string" &&
  typeof value.initial === "string" && typeof value.states === "object"

/** Every machine that src/domain exports, with the file it stands in. */
export const machines = () =>
  domainFiles()
    .flatMap((file) => Object.values(load(file)).filter(isMachine).map((machine) => ({ machine, file })))
    .sort((a, b) => a.machine.name.localeCompare(b.machine.name))

const moves = ({ states }) =>
  Object.entries(states).flatMap(([from, events]) => Object.entries(events).map(([event, to]) => ({ from, event, to })))

function diagram(machine) {
  const finals = Object.keys(machine.states).filter((state) => Object.keys(machine.states[state]).length === 0)
  return [
    "```mermaid",
    "stateDiagram-v2",
    `  [*] --> ${machine.initial}`,
    ...moves(machine).map(({ from, event, to }) => `  ${from} --> ${to}: ${event}`),
    ...finals.map((state) => `  ${state} --> [*]`),
    "```",
  ].join("\n")
}

function movesTable(machine) {
  const rows = moves(machine).map(({ from, event, to }) => [code(from), code(event), code(to)])
  return table(["state", "event", "next"], rows)
}

const section = ({ machine, file }) => {
  const finals = Object.keys(machine.states).filter((state) => Object.keys(machine.states[state]).length === 0)
  const ends = finals.length > 0 ? `It ends in ${finals.map(code).join(", ")}.` : "It has no end."
  return `## ${machine.name}\n\nFrom [${file}](../${file}). It starts in ${code(machine.initial)}. ${ends}\n\n${diagram(machine)}\n\n${movesTable(machine)}\n`
}

/** docs/states.md: every life as a picture and as a table. */
export function statesDocument() {
  const about =
    "Every life of the marketplace is a table `state → event → state`. A state changes in one way only: rows are locked, " +
    "the table is asked, and a line of history is written, all in one transaction ([src/adapters/move.ts](../src/adapters/move.ts)). " +
    "An event that the table does not know is refused with `wrong_state`.\n\n" +
    "A shop has no machine: its status is derived from facts ([src/domain/shop.ts](../src/domain/shop.ts))."
  return [heading("States", about), ...machines().map(section)].join("\n")
}
