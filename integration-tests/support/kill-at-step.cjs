"use strict"

/**
 * Loaded before a server (`node --require`): ends the process, as a power cut would, at the step boundary that the file
 * PASAJ_KILL_FILE names: `<workflow>/<step>:before` or `:after`. A line `hold <boundary>` lets that one step go no further
 * instead, while those beside it go on: steps that run at the same time are then parted as a power cut may part them. It hooks the one
 * place where the workflow engine makes its steps callable, so that every step of every workflow, Medusa's own too, is a
 * boundary and the product's own code knows nothing of it.
 */
const { readFileSync } = require("node:fs")
const { WorkflowManager } = require("@medusajs/framework/orchestration")

const armed = () => {
  try {
    return readFileSync(process.env.PASAJ_KILL_FILE ?? "", "utf8").split("\n").map((line) => line.trim())
  } catch {
    return []
  }
}

const boundary = async (name) => {
  const lines = armed()
  if (lines.includes(name)) process.kill(process.pid, "SIGKILL")
  if (lines.includes(`hold ${name}`)) await new Promise(() => undefined)
}

const build = WorkflowManager.buildHandlers.bind(WorkflowManager)
WorkflowManager.buildHandlers = (handlers) => {
  const make = build(handlers)
  return (container, context) => {
    const run = make(container, context)
    return async (action, type, payload, transaction, ...rest) => {
      const name = `${transaction?.modelId}/${action}`
      if (type === "invoke") await boundary(`${name}:before`)
      const result = await run(action, type, payload, transaction, ...rest)
      if (type === "invoke") await boundary(`${name}:after`)
      return result
    }
  }
}
