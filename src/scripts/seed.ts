import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { writeFileSync } from "node:fs"

import type { ExecArgs, MedusaContainer } from "@medusajs/framework/types"

import { now } from "../adapters/clock"
import { PASAJ_CALENDAR } from "../modules/calendar"
import type CalendarModuleService from "../modules/calendar/service"
import { publishPlanWorkflow } from "../workflows/rental/publish-plan"
import { rentalOf } from "../workflows/rental/steps"
import { tenants } from "./seed/arcade"
import { seedMarketplace } from "./seed/marketplace"
import { seedOwnProducts } from "./seed/own-products"
import { buyer, operator, seedBuyer, seedOperator } from "./seed/people"
import { plans } from "./seed/plans"
import { seedShipping } from "./seed/shipping"
import { seedTenant, type SeededMerchant } from "./seed/tenants"

/**
 * Makes an Iranian arcade of a Medusa app: `medusa exec ./src/scripts/seed.ts`. Safe twice, and in an app that sells
 * already: what is there is used. On a sandbox it also lets people, merchants and goods in, with passwords that
 * everybody may know; on a real marketplace it stops at what is neutral (region, shipping, plans).
 *
 * Writes what a client needs to know to the file that PASAJ_SEED_FILE names.
 */
export default async function seed({ container }: ExecArgs): Promise<void> {
  const marketplace = await seedMarketplace(container)
  const shipping = await seedShipping(container, marketplace.sales_channel_id)
  await seedPlans(container)

  const { sandbox } = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).clock()
  const neutral = { ...marketplace, shipping_option_id: shipping.shipping_option_id }
  if (!sandbox) {
    tell({ container, written: neutral, lines: ["No sandbox, so no sign-ins and no goods were made. Create an operator with: npx medusa user"] })
    return
  }
  const own_product_id = await seedOwnProducts(container, marketplace, shipping)
  const operatorId = await seedOperator(container)
  await seedBuyer(container)
  const merchants: SeededMerchant[] = []
  for (const tenant of tenants) merchants.push(await seedTenant(container, tenant, operatorId))
  tell({ container, written: { ...neutral, operator, buyer, merchants, own_product_id }, lines: signIns(merchants) })
}

/** A plan that is on offer stays as its operator has made it. */
async function seedPlans(container: MedusaContainer): Promise<void> {
  const at = await now(container)
  const offered = (await rentalOf(container).plansOnOffer(at)).map((edition) => edition.code)
  for (const terms of plans.filter(({ code }) => !offered.includes(code))) await publishPlanWorkflow(container).run({ input: { terms, at } })
}

const signIns = (merchants: SeededMerchant[]): string[] => [
  `Operator: ${operator.email} / ${operator.password}`,
  `Buyer: ${buyer.email} / ${buyer.password}`,
  ...merchants.map(({ email, password, shops }) => `Merchant: ${email} / ${password} (${shops.map((shop) => shop.handle).join(", ")})`),
]

function tell({ container, written, lines }: { container: MedusaContainer; written: object; lines: string[] }): void {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  for (const line of ["The arcade is seeded.", ...lines]) logger.info(line)
  const file = process.env.PASAJ_SEED_FILE
  if (file) writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 })
}
