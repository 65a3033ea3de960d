import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { parseStatement } from "../../domain/statement"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_TREASURY } from "../../modules/treasury"
import type TreasuryModuleService from "../../modules/treasury/service"
import { explainLine, takeStatement, type Explaining } from "../../modules/treasury/statements"

export type ImportInput = { format: "csv" | "jsonl"; content: string; at: Instant; actor: Actor }
export type ExplainInput = Omit<Explaining, "zone"> & { at: Instant; actor: Actor }

const zoneOf = async (container: MedusaContainer) => (await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()).zone

/** One transaction: the lines, and the journals of those that say what they were. */
export const importStatementStep = createStep("pasaj-import-statement", async ({ format, content, at, actor }: ImportInput, { container }) => {
  const lines = parseStatement(format, content)
  const zone = await zoneOf(container)
  return new StepResponse(await container.resolve<TreasuryModuleService>(PASAJ_TREASURY).within((manager) => takeStatement(manager, { format, lines, zone }, at, actor)))
})

export const explainLineStep = createStep("pasaj-explain-statement-line", async ({ at, actor, ...explaining }: ExplainInput, { container }) => {
  const zone = await zoneOf(container)
  await container.resolve<TreasuryModuleService>(PASAJ_TREASURY).within((manager) => explainLine(manager, { ...explaining, zone }, at, actor))
  return new StepResponse(explaining.line_id)
})
