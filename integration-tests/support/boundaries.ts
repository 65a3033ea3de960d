import { WorkflowManager } from "@medusajs/framework/orchestration"

import "../../src/workflows/index"

type Step = { action?: string; next?: Step | Step[] }

/** The steps of a workflow in their order, as its definition has them. */
function stepsOf(step: Step | undefined): string[] {
  if (!step) return []
  const next = Array.isArray(step.next) ? step.next : [step.next]
  return [...(step.action ? [step.action] : []), ...next.flatMap(stepsOf)]
}

/**
 * Every place at which a stop can part one step of a workflow from the next: before each, and after the last. Read from
 * the definition, so that a new step is covered by itself.
 */
export function boundariesOf(workflow: string): string[] {
  const steps = stepsOf(WorkflowManager.getWorkflow(workflow)?.flow_ as Step | undefined)
  const last = steps.at(-1)
  if (last === undefined) throw new Error(`There is no workflow ${workflow}, or it has no step.`)
  return [...steps.map((step) => `${workflow}/${step}:before`), `${workflow}/${last}:after`]
}
