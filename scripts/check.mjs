// `npm run check`: the developer's loop. Types, lint and rules (with the tidy test), no database.
import { join } from "node:path"

import { command } from "./lib/command.mjs"
import { checkNode, install } from "./lib/install.mjs"
import { folder, testFolder } from "./lib/paths.mjs"
import { runQuietly, runStage, stages } from "./lib/stages.mjs"

const logs = join(testFolder, "logs")
const stage = (name) => stages.find((one) => one.name === name)

command({ logs: folder(logs) }, async () => {
  checkNode()
  await install()
  // The two slow ones use one core each; their output is kept apart and shown when they end.
  const slow = await Promise.all(["types", "lint"].map((name) => runQuietly(stage(name), join(logs, `${name}.log`))))
  const rules = await runStage(stage("rules"), {}, process.argv.slice(2))
  return [...slow, rules].some((result) => result.failed) ? 1 : 0
})
