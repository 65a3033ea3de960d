import { Pool, type PoolClient } from "pg"

import { minorOf } from "../../../adapters/columns"
import { postWithin, type Posted, type SqlManager } from "../../../adapters/ledger"
import { isRefusal, type ErrorCode } from "../../../domain/errors"
import type { Journal } from "../../../domain/journal"
import { Migration20261122000000Ledger } from "../migrations/Migration20261122000000Ledger"
import { Migration20261122000600LedgerCheckpoints } from "../migrations/Migration20261122000600LedgerCheckpoints"
import { Migration20261125200002LedgerOne } from "../migrations/Migration20261125200002LedgerOne"
import { at } from "./sentences"

/** What a call came to: which keys were new, or the code it was refused with. */
export type Outcome = { posted: Posted[]; refused?: undefined } | { posted: []; refused: ErrorCode }
export type Stored = { id: number; key: string; from: string; to: string; minor: number; currency: string }

const CODES: ErrorCode[] = ["journal_key_reused", "account_overdrawn", "account_unknown", "money_out_of_range", "journal_mixed_currencies"]

/** The SQL of the ledger's migrations, as a server runs them, with some of its text replaced. */
export function ledgerSql(replacements: readonly (readonly [string, string])[] = []): string {
  const statements: string[] = []
  for (const { prototype } of [Migration20261122000000Ledger, Migration20261122000600LedgerCheckpoints, Migration20261125200002LedgerOne]) {
    prototype.up.call({ addSql: (sql: string) => statements.push(sql) })
  }
  return replacements.reduce((sql, [text, other]) => {
    if (!sql.includes(text)) throw new Error(`The ledger's SQL has no '${text}' to break.`)
    return sql.replaceAll(text, other)
  }, statements.join(";\n"))
}

/** A manager over a plain connection, with the conventions of Medusa's: `?` for a parameter, a list in `array[?]`. */
export const managerOver = (client: Pool | PoolClient): SqlManager => ({
  execute: async <Row>(text: string, params: unknown[] = []) => {
    const values: unknown[] = []
    const place = (value: unknown): string => `$${values.push(value)}`
    let i = 0
    const sql = text.replace(/\?/g, () => {
      const param = params[i]
      i += 1
      return Array.isArray(param) ? param.map(place).join(", ") : place(param)
    })
    return (await client.query(sql, values)).rows as Row[]
  },
})

/** A ledger of its own in a schema of a database, with its own writers, who are as many connections. */
export async function openBooks(url: string, schema: string, sql: string) {
  const admin = new Pool({ connectionString: url, max: 1 })
  await admin.query(`create schema ${schema}; set search_path to ${schema}; ${sql}`)
  await admin.end()
  const own = new URL(url)
  own.searchParams.set("options", `-c search_path=${schema} -c statement_timeout=10s`)
  const pool = new Pool({ connectionString: own.href, max: 4 })
  pool.on("error", () => undefined) // an idle connection is cut when the database is dropped
  const manager = managerOver(pool)

  const post = async (journals: Journal[]): Promise<Outcome> => {
    try {
      return { posted: await postWithin(manager, journals, at) }
    } catch (error) {
      const refused = CODES.find((code) => isRefusal(error, code))
      if (!refused) throw error
      return { posted: [], refused }
    }
  }
  return {
    post,
    /** Many calls at once, by four writers. */
    race: (calls: Journal[][]): Promise<Outcome[]> => Promise.all(calls.map(post)),
    rows: async (text: string, values: unknown[] = []) => (await pool.query<Record<string, unknown>>(text, values)).rows,
    /** The log: every posting, in the order of the journals' numbers. */
    log: async (mark: string): Promise<Stored[]> => {
      const { rows } = await pool.query<Record<string, unknown>>(
        `select j.id, j.key, p.from_account, p.to_account, p.amount, p.currency
         from ledger_journal j join ledger_posting p on p.journal_id = j.id where j.key like '%' || $1 || '%' order by j.id, p.position`, [mark])
      return rows.map((row) => ({
        id: Number(row.id), key: String(row.key), from: String(row.from_account), to: String(row.to_account),
        minor: minorOf(row.amount), currency: String(row.currency),
      }))
    },
    /** Kept balances by `name/currency`, of the accounts with the mark in their name. */
    kept: async (mark: string): Promise<Map<string, bigint>> => {
      const { rows } = await pool.query<{ id: string; balance: string }>(
        "select id, balance from ledger_account where balance is not null and name like '%' || $1 || '%' order by id", [mark])
      return new Map(rows.map(({ id, balance }) => [id, BigInt(balance)]))
    },
    close: () => pool.end(),
  }
}

export type Books = Awaited<ReturnType<typeof openBooks>>
