import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { importStatementStep, type ImportInput } from "./steps"

/**
 * Takes in what a bank or a gateway says of the marketplace's account (domain: custody proof), as a whole or not at all: each line once.
 * @throws statement_unreadable, statement_empty, statement_columns_missing, statement_line_wrong, statement_gap,
 * statement_line_changed, statement_purpose_wrong
 */
export const importStatementWorkflow = createWorkflow("pasaj-take-in-statement", (input: ImportInput) =>
  new WorkflowResponse(importStatementStep(input)),
)
