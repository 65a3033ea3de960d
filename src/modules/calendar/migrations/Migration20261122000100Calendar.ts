import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, stamps } from "../../../adapters/move"
import { iranHolidaysOf } from "../../../domain/iran-holidays"

// The driver reads an SQL date as midnight in the server's own zone, which west or east of it is another day: a day is text.
const tables = `
  create table if not exists business_calendar (
    id text primary key,
    version integer not null constraint business_calendar_version unique check (version > 0),
    zone text not null,
    weekend text[] not null,
    reason text not null check (reason <> ''),
    author text not null check (author <> ''),
    ${stamps}
  );
  create table if not exists calendar_holiday (
    id text primary key,
    day text not null check (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and day::date is not null),
    name text not null check (name <> ''),
    kind text not null check (kind in ('fixed', 'lunar_expected', 'closure')),
    added_in_version integer not null references business_calendar (version),
    removed_in_version integer references business_calendar (version) check (removed_in_version > added_in_version),
    ${stamps}
  );
  create unique index if not exists calendar_holiday_day on calendar_holiday (day) where removed_in_version is null;
  create table if not exists marketplace_clock (
    id text primary key check (id = 'clock'),
    offset_ms bigint not null default 0,
    frozen_at timestamptz,
    ${stamps}
  );
`

/** Old due dates must stay explainable: an edition is for ever, and a holiday can only be ended, once. */
const history = `
  ${appendOnlyFunction}
  create or replace trigger business_calendar_append_only before update or delete on business_calendar
    for each row execute function pasaj_append_only();

  create or replace function calendar_holiday_ends_once() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and old.removed_in_version is null and new.removed_in_version is not null
      and (new.id, new.day, new.name, new.kind, new.added_in_version) = (old.id, old.day, old.name, old.kind, old.added_in_version)
    then
      return new;
    end if;
    raise exception 'calendar_holiday is append-only' using errcode = 'PJ004';
  end $$;
  create or replace trigger calendar_holiday_ends_once before update or delete on calendar_holiday
    for each row execute function calendar_holiday_ends_once();
`

/** These years and no others, whatever the table holds by then: the calendar of a later year is a later change. */
const firstYears = iranHolidaysOf(1404, 1405, 1406)

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const holidayRows = Object.entries(firstYears)
  .map(([day, { name, kind }]) => `('calhol_1_${day}', '${day}', ${quoted(name)}, '${kind}', 1)`)
  .join(",\n    ")

const firstEdition = `
  insert into business_calendar (id, version, zone, weekend, reason, author)
  values ('buscal_1', 1, 'Asia/Tehran', '{thursday,friday}', 'the official calendar of Iran', 'pasaj')
  on conflict do nothing;
  insert into calendar_holiday (id, day, name, kind, added_in_version) values
    ${holidayRows}
  on conflict do nothing;
  insert into marketplace_clock (id) values ('clock') on conflict do nothing;
`

export class Migration20261122000100Calendar extends Migration {
  override up(): void {
    for (const sql of [tables, history, firstEdition]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists calendar_holiday, business_calendar, marketplace_clock cascade")
    this.addSql("drop function if exists calendar_holiday_ends_once()")
  }
}
