import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Each proof is kept as it was found. `proof_schedule` has one row: when the next is due, and who is at it. */
const proofs = `
  create table custody_proof (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    green boolean not null,
    orders int not null,
    payments int not null,
    under_way int not null,
    sheets jsonb not null,
    gateways jsonb not null,
    difference_count int not null,
    differences jsonb not null,
    rounding_count int not null,
    roundings jsonb not null,
    took_ms int not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create table proof_schedule (
    name text primary key,
    due_at timestamptz not null,
    claimed_until timestamptz
  );
  insert into proof_schedule (name, due_at) values ('custody', now() + interval '1 hour');
`

/** What the duties mended, to be read by people: append-only like a history. */
const repairs = `
  create table repair_report (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    duty text not null,
    subject text not null,
    what text not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create trigger repair_report_append_only before update or delete on repair_report
    for each row execute function pasaj_append_only();
`

export class Migration20261122000660CustodyProof extends Migration {
  override up(): void {
    for (const sql of [proofs, repairs]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists repair_report, proof_schedule, custody_proof cascade")
  }
}
