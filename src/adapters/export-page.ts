import type { SqlManager } from "./ledger"

export type ExportRow = Record<string, unknown>
export type ExportPage = { rows: ExportRow[]; next: string | null }
export type PageAsked = { merchant_id: string; after?: string; limit: number }

/**
 * One page of a merchant's own rows. The query names its merchant with the first parameter, where to go on with the second
 * and how many with the third, in that order, and brings back `cursor` and `row`.
 */
export async function exportPage(manager: SqlManager, sql: string, { merchant_id, after, limit }: PageAsked): Promise<ExportPage> {
  const found = await manager.execute<{ cursor: string; row: ExportRow }>(sql, [merchant_id, after ?? "", limit])
  const last = found.length === limit ? found.at(-1) : undefined
  return { rows: found.map(({ row }) => row), next: last?.cursor ?? null }
}
