import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { ExportPage, ExportRow, PageAsked } from "../../adapters/export-page"
import { account } from "../../domain/chart"
import { exportCases } from "../../modules/dispute/export"
import { exportOrders } from "../../modules/escrow/export"
import { PASAJ_LEDGER } from "../../modules/ledger"
import type LedgerModuleService from "../../modules/ledger/service"
import { exportOfMerchant } from "../../modules/merchant/export"
import { exportOfRental } from "../../modules/rental/export"
import { exportOfSettlement } from "../../modules/settlement/export"
import type { ExportSection } from "./export-sections"
import { merchantsOf } from "./outside"

/**
 * One page of what the marketplace keeps of a merchant (O9), own rows only, each as it is kept. All modules share one
 * database, so one manager reads them all.
 */
export async function exportMerchant(container: MedusaContainer, section: ExportSection, asked: PageAsked): Promise<ExportPage> {
  if (section === "statement") return statement(container, asked)
  const page = await merchantsOf(container).reading((manager) => {
    switch (section) {
      case "orders": return exportOrders(manager, asked)
      case "cases": return exportCases(manager, asked)
      case "payout_accounts": case "settlements": return exportOfSettlement(manager, section, asked)
      case "leases": case "invoices": return exportOfRental(manager, section, asked)
      default: return exportOfMerchant(manager, section, asked)
    }
  })
  return section === "products" ? { ...page, rows: await withMedusa(container, page.rows) } : page
}

/** A place in a shop says little without its product, which is Medusa's. */
async function withMedusa(container: MedusaContainer, rows: ExportRow[]): Promise<ExportRow[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "product",
    fields: ["id", "title", "handle", "description", "status", "variants.title", "variants.sku", "variants.prices.amount", "variants.prices.currency_code"],
    filters: { id: rows.map(({ product_id }) => String(product_id)) },
  })
  const products = new Map<string, unknown>(data.map((product) => [product.id, product]))
  return rows.map((row) => ({ ...row, product: products.get(String(row["product_id"])) ?? null }))
}

/** What the books say the merchant may ask to be paid, newest first; the cursor is a journal's number. */
async function statement(container: MedusaContainer, { merchant_id, after, limit }: PageAsked): Promise<ExportPage> {
  const before = after === undefined ? undefined : Number(after)
  if (before !== undefined && !Number.isSafeInteger(before)) return { rows: [], next: null }
  const rows = await container.resolve<LedgerModuleService>(PASAJ_LEDGER).entries(account.payable(merchant_id), { limit, before })
  const journals = new Set(rows.map(({ journal_id }) => journal_id))
  return { rows, next: journals.size === limit ? String(Math.min(...journals)) : null }
}
