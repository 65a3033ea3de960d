// A small process that outlives the command it belongs to. The command tells it on a pipe what it
// holds (process groups, a Postgres server, a folder); when the pipe closes because the command
// was killed without a chance to tidy up, the leash ends all that is still held.
import { rmSync } from "node:fs"
import { createInterface } from "node:readline"

import { endGroup, endPostgres, groupsIn } from "./pids.mjs"

const held = new Set()

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => {})

const of = (kind) =>
  [...held]
    .reverse()
    .filter((entry) => entry.startsWith(`${kind} `))
    .map((entry) => entry.slice(kind.length + 1))

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [verb, ...rest] = line.split(" ")
    const entry = rest.join(" ")
    if (verb === "hold") held.add(entry)
    if (verb === "drop") held.delete(entry)
  })
  .on("close", async () => {
    const groups = [...of("group").map(Number), ...of("registry").flatMap(groupsIn)]
    await Promise.all(groups.map((group) => endGroup(group)))
    await Promise.all(of("postgres").map((pid) => endPostgres(Number(pid))))
    for (const path of of("folder")) rmSync(path, { recursive: true, force: true })
    process.exit(0)
  })
