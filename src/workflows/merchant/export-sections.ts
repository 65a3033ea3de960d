/** What a merchant's export consists of; each section is read page by page. */
export const exportSections = [
  "merchant", "members", "documents", "changes", "checks", "shops", "products", "orders", "cases", "payout_accounts", "settlements", "leases", "invoices",
  "statement",
] as const
export type ExportSection = (typeof exportSections)[number]
