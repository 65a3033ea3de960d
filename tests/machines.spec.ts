import { join } from "node:path"

import type { Machine } from "../src/domain/machine"
import { filesIn, isTest, migrations, read, root } from "./support/sources"

type AnyMachine = Machine<string, string>

const isMachine = (value: unknown): value is AnyMachine =>
  typeof value === "object" && value !== null && "initial" in value && "states" in value && "name" in value

const machines = filesIn("src/domain")
  .filter((file) => file.endsWith(".ts") && !isTest(file))
  .flatMap((file) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- every machine there is, without a list to forget
    const exported = require(join(root, file)) as Record<string, unknown>
    return Object.values(exported).filter(isMachine)
  })

describe("every life", () => {
  test("has a name of its own", () => {
    const names = machines.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(0)
    expect(new Set(names).size).toBe(names.length)
  })

  test.each(machines.map((machine) => [machine.name, machine] as const))("%s: each state can be reached from the first", (_name, machine) => {
    const reached = new Set([machine.initial])
    for (const state of reached) for (const to of Object.values(machine.states[state] ?? {})) if (to) reached.add(to)
    expect([...reached].sort()).toEqual(Object.keys(machine.states).sort())
  })
})

describe("the tables", () => {
  /** The states that the newest migration lets a table's row be in. */
  const inSql = new Map<string, string[]>()
  for (const file of migrations()) {
    let table = "?"
    for (const [, named, states] of read(file).matchAll(/(?:create|alter) table (?:if (?:not )?exists )?(\w+)|check\s*\(\s*state in \(([^)]*)\)/g)) {
      if (named) table = named
      if (states) inSql.set(table, [...states.matchAll(/'(\w+)'/g)].map(([, state]) => state ?? "").sort())
    }
  }
  const lives = machines.map(({ name, states }) => ({ name, states: Object.keys(states).sort() }))

  test.each([...inSql])("%s allows the states of a life, neither more nor fewer", (_table, states) => {
    expect(lives.map((life) => life.states)).toContainEqual(states)
  })

  test("keep every life: none is only on paper", () => {
    const kept = [...inSql.values()].map((states) => states.join())
    expect(lives.filter(({ states }) => !kept.includes(states.join())).map(({ name }) => name)).toEqual([])
  })
})
