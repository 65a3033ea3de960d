import { Failure } from "./messages.mjs"

// Imported late: on a fresh clone this file is loaded before the packages are installed.
async function connect(url, limitMs = 5_000) {
  const { default: pg } = await import("pg")
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: limitMs })
  client.on("error", () => {}) // a server that goes away is noticed by whoever started it
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return client
}

/** Runs one statement and returns its rows. */
export async function query(url, sql, params = []) {
  const client = await connect(url)
  try {
    return (await client.query(sql, params)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

/** Whether a server answers there. */
export const canConnect = (url) => query(url, "select 1").then(() => true, () => false)

const quoted = (name) => `"${name.replaceAll('"', '""')}"`

/** Creates a database in UTF-8 unless it exists. */
export async function createDatabase(serverUrl, name) {
  const found = await query(serverUrl, "select 1 from pg_database where datname = $1", [name])
  if (!found.length) await query(serverUrl, `create database ${quoted(name)} template template0 encoding 'UTF8'`)
}

const unset = "Or leave DATABASE_URL away: then Pasaj brings a Postgres of its own."

function parse(text) {
  let url
  try {
    url = new URL(text)
  } catch {
    url = undefined
  }
  const name = url && decodeURIComponent(url.pathname.slice(1))
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !name)
    throw new Failure(
      "DATABASE_URL is not the address of a Postgres database.",
      "It looks like this: DATABASE_URL=postgres://user:password@localhost:5432/pasaj",
      unset,
    )
  const place = `${url.hostname || "localhost"}:${url.port || 5432}`
  return { url, name, place, user: decodeURIComponent(url.username) }
}

const refusals = [
  {
    when: /ECONNREFUSED/,
    say: ({ place }) => [`nobody answers at ${place}.`, "Start that Postgres, or correct host and port."],
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    say: ({ place }) => [`the host of ${place} is unknown.`, "Correct the host name."],
  },
  {
    when: /28P01|28000|password|SASL|SCRAM/,
    say: ({ place, user }, why) => [`${place} does not let ${user || "you"} in (${why}).`, "Correct user and password."],
  },
  {
    when: /timeout|terminated|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH/,
    say: ({ place }) => [
      `${place} does not answer as a Postgres would, within 5 seconds.`,
      "Is the address right, is a firewall in the way?",
    ],
  },
  {
    when: /SSL|certificate/,
    say: ({ place }, why) => [`${place}: ${why}.`, "Add ?sslmode=require or ?sslmode=no-verify to it, as that server wants."],
  },
  { when: /./, say: ({ place, name }, why) => [`cannot use ${name} at ${place}: ${why}.`, "Correct the address."] },
]

/** What a refused connection means, and what to do about it. */
function refusal(error, found) {
  // A host with several addresses fails with one error for each, wrapped without a text of its own.
  const cause = error.errors?.[0] ?? error
  const text = `${cause.code ?? ""} ${cause.message}`
  const [what, todo] = refusals.find(({ when }) => when.test(text)).say(found, cause.message)
  return new Failure(`DATABASE_URL: ${what}`, todo, unset)
}

async function createThere(found) {
  const server = new URL(found.url)
  server.pathname = "/postgres"
  try {
    await createDatabase(server.href, found.name)
  } catch (error) {
    throw new Failure(
      `DATABASE_URL: ${found.place} has no database ${found.name}, and it cannot be created (${error.message}).`,
      "Have its administrator run:",
      `CREATE DATABASE ${quoted(found.name)} OWNER ${quoted(found.user || "…")} TEMPLATE template0 ENCODING 'UTF8';`,
    )
  }
}

/**
 * Checks within seconds that a database of the user's own can be used, creating it when it does not
 * exist and that is permitted. Medusa itself would try for a minute and end with a trace.
 */
export async function checkDatabase(text) {
  const found = parse(text)
  const ask = () =>
    query(
      text,
      `select current_setting('server_encoding') as encoding, current_setting('server_version_num')::int as version,
              has_schema_privilege('public', 'CREATE') as may`,
    )
  let rows
  try {
    rows = await ask()
  } catch (error) {
    if (error.code !== "3D000") throw refusal(error, found)
    await createThere(found)
    rows = await ask()
  }
  judge(rows[0], found)
}

function judge({ encoding, version, may }, { name, place, user }) {
  if (encoding !== "UTF8")
    throw new Failure(
      `DATABASE_URL: ${name} is encoded in ${encoding}, which cannot hold Persian names.`,
      `Make one in UTF-8: CREATE DATABASE ${quoted(`${name}_utf8`)} TEMPLATE template0 ENCODING 'UTF8';`,
    )
  if (version < 150_000)
    throw new Failure(`DATABASE_URL: ${place} runs Postgres ${Math.floor(version / 10_000)}; Pasaj needs 15 or later.`, unset)
  if (!may)
    throw new Failure(
      `DATABASE_URL: ${user || "you"} may not create tables in ${name}.`,
      `Have its administrator run there: GRANT ALL ON SCHEMA public TO ${quoted(user || "…")};`,
    )
}
