import type { MedusaContainer } from "@medusajs/framework/types"

import { now } from "../../adapters/clock"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { importCatalogueWorkflow } from "../../workflows/catalogue/import-catalogue"
import { applyAsMerchantWorkflow } from "../../workflows/merchant/apply"
import { handInDocumentWorkflow } from "../../workflows/merchant/hand-in-document"
import { openShopWorkflow } from "../../workflows/merchant/open-shop"
import type { OpenShopInput } from "../../workflows/merchant/steps"
import { reviewMerchantWorkflow } from "../../workflows/merchant/review-merchant"
import { payInvoiceWorkflow } from "../../workflows/rental/pay-invoice"
import { rentalOf } from "../../workflows/rental/steps"
import { takeLeaseWorkflow } from "../../workflows/rental/take-lease"
import { registerPayoutAccountWorkflow } from "../../workflows/settlement/register-payout-account"
import { samples } from "../samples"
import type { Stall, Tenant } from "./arcade"
import { CURRENCY } from "./marketplace"
import { samplePaper } from "./papers"
import { seedPerson, type SignIn } from "./people"

export type SeededShop = { id: string; handle: string; name: string }
export type SeededMerchant = SignIn & { name: string; merchant_id: string; shops: SeededShop[] }

/** The sample catalogues are priced in dollars; what one is worth in rial, and to what prices are rounded. */
const RATE = "420000"
const ROUNDING_MINOR = 10_000

const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)

/**
 * A merchant with its shops, by the same workflows that the routes call: applied, payout account, papers, verified, shops
 * taken, rent paid, catalogues imported. Each part that is there already is left alone.
 */
export async function seedTenant(container: MedusaContainer, tenant: Tenant, operatorId: string): Promise<SeededMerchant> {
  const { email, password, person, phone, application, sheba, shops } = tenant
  const at = await now(container)
  const personId = await seedPerson(container, { email, password }, person, phone)
  const merchantId = await merchantOf(container, personId, tenant, at)
  await registerPayoutAccountWorkflow(container).run({ input: { merchant_id: merchantId, sheba, holder: application.name, at } })
  await verify(container, merchantId, { type: "member", id: personId }, { type: "operator", id: operatorId }, at)
  const seeded: SeededShop[] = []
  for (const stall of shops) seeded.push(await seedShop(container, merchantId, personId, application.address, stall, at))
  return { email, password, name: application.name, merchant_id: merchantId, shops: seeded }
}

async function merchantOf(container: MedusaContainer, personId: string, { application }: Tenant, at: Instant): Promise<string> {
  const [membership] = await merchantsOf(container).membershipsOf(personId)
  if (membership) return membership.merchant_id
  const { result } = await applyAsMerchantWorkflow(container).run({ input: { person_id: personId, application, at } })
  return result
}

/** The papers, and staff's two acts, from wherever the application stands (K10). */
async function verify(container: MedusaContainer, merchantId: string, member: Actor, operator: Actor, at: Instant): Promise<void> {
  const { state, kind, licensed } = await merchantsOf(container).retrieveMerchant(merchantId)
  const papers = [kind === "natural" ? ("national_card" as const) : ("company_registration" as const), ...(licensed ? (["licence"] as const) : [])]
  if (state === "applied") {
    for (const paper of papers) {
      const document = { merchant_id: merchantId, kind: paper, file_name: `${paper}.pdf`, content_type: "application/pdf" as const, expires_on: null }
      await handInDocumentWorkflow(container).run({ input: { document, content: samplePaper(paper), at, actor: member } })
    }
  }
  const acts = state === "applied" ? (["claim", "verify"] as const) : state === "in_review" ? (["verify"] as const) : []
  for (const act of acts) await reviewMerchantWorkflow(container).run({ input: { merchant_id: merchantId, act, at, actor: operator } })
}

async function seedShop(
  container: MedusaContainer, merchantId: string, personId: string, dispatchAddress: string, stall: Stall, at: Instant,
): Promise<SeededShop> {
  const { handle, name, guild, story } = stall
  const [found] = await merchantsOf(container).listShops({ handle })
  if (found && found.merchant_id !== merchantId) throw new Error(`The handle '${handle}' belongs to another merchant; the sandbox needs it.`)
  const id = found?.id ?? (await openShop(container, { merchant_id: merchantId, handle, name, guild, story, dispatch_address: dispatchAddress, at }))
  await payRent(container, { shop_id: id, merchant_id: merchantId, plan: stall.plan, term_months: stall.term_months, at })
  const [imported] = await merchantsOf(container).listShopImports({ shop_id: id }, { take: 1 })
  if (!imported) await fill(container, { shop_id: id, person_id: personId, at }, stall.catalogue)
  return { id, handle, name }
}

async function fill(container: MedusaContainer, into: { shop_id: string; person_id: string; at: Instant }, catalogue: string): Promise<void> {
  const csv = samples[catalogue]
  if (csv === undefined) throw new Error(`There is no sample catalogue '${catalogue}'.`)
  await importCatalogueWorkflow(container).run({ input: { ...into, csv, currency: CURRENCY, rate: RATE, rounding_minor: ROUNDING_MINOR } })
}

async function openShop(container: MedusaContainer, input: OpenShopInput): Promise<string> {
  const { result } = await openShopWorkflow(container).run({ input })
  return result
}

type Lease = { shop_id: string; merchant_id: string; plan: string; term_months: number; at: Instant }

/** The shop's first lease, and its invoice paid through Medusa's own provider (K8, K9). */
async function payRent(container: MedusaContainer, lease: Lease): Promise<void> {
  const rental = rentalOf(container)
  if ((await rental.leases({ shop_id: lease.shop_id })).length === 0) await takeLeaseWorkflow(container).run({ input: lease })
  const [taken] = await rental.leases({ shop_id: lease.shop_id })
  if (!taken?.open_invoice_id) return
  await payInvoiceWorkflow(container).run({ input: { invoice_id: taken.open_invoice_id, provider_id: "pp_system_default", at: lease.at } })
}
