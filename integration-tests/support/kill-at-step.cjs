"use strict"

/**
 * Loaded before a server (`node --require`): ends the process, as a power cut would, at the step boundary that the file
 * PASAJ_KILL_FILE names: `<workflow>/<step>:before` or `:after`. It hooks the one place where the workflow engine makes
 * its steps callable, so that every step of every workflow is a boundary and the product's own code knows nothing of it.
 */
const { readFileSync } = require("node:fs")
const { WorkflowManager } = require("@medusajs/framework/orchestration")

const armed = () => {
  try {
    return readFileSync(process.env.PASAJ_KILL_FILE ?? "", "utf8").trim()
  } catch {
    return ""
  }
}

const boundary = (name) => {
  if (armed() === name) process.kill(process.pid, "SIGKILL")
}

const build = WorkflowManager.buildHandlers.bind(WorkflowManager)
WorkflowManager.buildHandlers = (handlers) => {
  const make = build(handlers)
  return (container, context) => {
    const run = make(container, context)
    return async (action, type, payload, transaction, ...rest) => {
      const name = `${transaction?.modelId}/${action}`
      if (type === "invoke") boundary(`${name}:before`)
      const result = await run(action, type, payload, transaction, ...rest)
      if (type === "invoke") boundary(`${name}:after`)
      return result
    }
  }
}
