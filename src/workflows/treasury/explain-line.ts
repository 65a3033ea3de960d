import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { explainLineStep, type ExplainInput } from "./steps"

/**
 * An operator says what a line of a statement was; its journal is posted with it.
 * @throws statement_line_not_found, statement_line_explained, statement_purpose_wrong
 */
export const explainLineWorkflow = createWorkflow("pasaj-explain-line", (input: ExplainInput) =>
  new WorkflowResponse(explainLineStep(input)),
)
