// `npm test`: everything, or a part: `npm test -- rules`, `npm test -- http orders -t "one order"`.
// The first words that name stages choose them; the rest goes to Jest.
import { rmSync } from "node:fs"
import { join } from "node:path"

import { command } from "./lib/command.mjs"
import { checkNode, install } from "./lib/install.mjs"
import { bold, complain, Failure, say, step } from "./lib/messages.mjs"
import { folder, testFolder } from "./lib/paths.mjs"
import { runStage, stages } from "./lib/stages.mjs"
import { openTestbed, temporaryFolder } from "./lib/testbed.mjs"

const logs = join(testFolder, "logs")

function choose(words) {
  const isStage = (word) => stages.some((stage) => stage.name === word)
  const end = words.findIndex((word) => !isStage(word))
  const named = end < 0 ? words : words.slice(0, end)
  const filter = words.slice(named.length)
  if (filter.length && !named.length)
    throw new Failure(
      `There is no stage called ${filter[0]}.`,
      `Stages: ${stages.map((stage) => stage.name).join(", ")}. Example: npm test -- http orders`,
    )
  const present = stages.filter((stage) => !stage.present || stage.present())
  return { chosen: present.filter((stage) => !named.length || named.includes(stage.name)), filter }
}

function summary(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  say(`\n${bold("── summary ──")}`)
  for (const { name, time, passed, failed, skipped } of results) {
    const counts = [passed && `${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean)
    say(`${failed ? "✗" : "✓"} ${name.padEnd(10)} ${time.padStart(8)}  ${counts.join(", ")}`)
  }
  const skipped = sum("skipped")
  say(`${sum("passed")} passed, ${sum("failed")} failed${skipped ? `, ${skipped} skipped` : ""}`)
  return sum("failed") ? 1 : 0
}

/** The databases the later stages need, opened once; false when that failed (it has been said why). */
async function openGround() {
  say(`\n${bold("── testbed ──")}`)
  try {
    return await openTestbed({ home: temporaryFolder("test"), logs, report: step })
  } catch (error) {
    complain(error)
    return false
  }
}

command({ logs: folder(logs) }, async () => {
  checkNode()
  const { chosen, filter } = choose(process.argv.slice(2))
  rmSync(logs, { recursive: true, force: true })
  await install()
  const results = []
  let ground
  for (const stage of chosen) {
    if (stage.database) ground ??= await openGround()
    if (stage.database && !ground) results.push({ name: stage.name, time: "0.0 s", passed: 0, failed: 1, skipped: 0 })
    else results.push(await runStage(stage, ground || {}, filter))
  }
  return summary(results)
})
