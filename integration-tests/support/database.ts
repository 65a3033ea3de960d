import { randomBytes } from "node:crypto"

import { Client } from "pg"

import { testbed } from "./testbed"

/** A database of one's own. */
export interface Database {
  url: string
  /** Drops it, cutting whoever is still connected. Twice is fine. */
  drop: () => Promise<void>
}

/** Rows as Postgres gives them: a test names the columns it reads. */
export type Row = Record<string, unknown>

async function asSuperuser(sql: string, connectionString = testbed().server): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function create(how: string): Promise<Database> {
  const name = `pasaj_${randomBytes(8).toString("hex")}`
  await asSuperuser(`create database ${name} ${how}`)
  const url = new URL(testbed().server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asSuperuser(`drop database if exists ${name} with (force)`) }
}

/**
 * A clone of the template: every table of Medusa and of ours, and the seed's rows. Takes a fraction of a second. Its first custody
 * proof is due an hour after it was cloned, not after the template was migrated: else a suite that starts late would be behind.
 */
export async function freshDatabase(): Promise<Database> {
  const database = await create(`template ${testbed().template} strategy file_copy`)
  await asSuperuser("update proof_schedule set due_at = now() + interval '1 hour'", database.url)
  return database
}

/** A database with nothing in it. */
export const emptyDatabase = (): Promise<Database> => create("template template0 encoding 'UTF8'")
