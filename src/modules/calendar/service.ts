import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { managerOf } from "../../adapters/manager"
import { isDay, msOf, type BusinessCalendar as Calendar, type Day, type HolidayKind, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { appendEdition, type Signed, type WeekChange } from "./edition"
import { BusinessCalendar } from "./models/business-calendar"
import { CalendarHoliday } from "./models/calendar-holiday"
import { MarketplaceClock } from "./models/marketplace-clock"

export type CalendarOptions = { sandbox?: boolean }
export type ClockState = { now: Instant; sandbox: boolean; frozen: boolean }

/** What the test clock shows, in SQL; the table's one row always exists. */
const SHOWN = "coalesce(frozen_at, clock_timestamp() + offset_ms * interval '1 millisecond')"

type NewHoliday = Signed & { day: Day; name: string; kind?: HolidayKind }

/** The marketplace's one clock, and its business calendar with every edition it ever had. Knows nothing else. */
export default class CalendarModuleService extends MedusaService({ BusinessCalendar, CalendarHoliday, MarketplaceClock }) {
  private readonly sandbox_: boolean

  constructor(container: object, options?: CalendarOptions) {
    super(...arguments)
    this.sandbox_ = options?.sandbox === true
  }

  /**
   * The time by which the marketplace's rules are read, from the database, so that all processes agree: one query, and
   * never kept. In a sandbox it is the test clock.
   */
  @InjectManager()
  async now(@MedusaContext() context: Context<EntityManager> = {}): Promise<Instant> {
    const sql = this.sandbox_ ? `select ${SHOWN} as now from marketplace_clock` : "select clock_timestamp() as now"
    const [row] = await managerOf(context).execute<{ now: string | Date }>(sql)
    if (!row) throw new Error("The clock has no row: run the migrations.")
    return instantOf(row.now)
  }

  /** The clock, and whether it can be moved and stands still. */
  @InjectManager()
  async clock(@MedusaContext() context: Context<EntityManager> = {}): Promise<ClockState> {
    const [row] = await managerOf(context).execute<{ now: string | Date; frozen: boolean }>(
      `select ${this.sandbox_ ? SHOWN : "clock_timestamp()"} as now, frozen_at is not null as frozen from marketplace_clock`,
    )
    if (!row) throw new Error("The clock has no row: run the migrations.")
    return { now: instantOf(row.now), sandbox: this.sandbox_, frozen: this.sandbox_ && row.frozen }
  }

  /**
   * Stops the test clock at `at`. This is how a story is set up, so it may also be earlier than now; once rows exist,
   * move on with `advanceTo`. @throws clock_not_sandbox, bad_instant
   */
  @InjectManager()
  async freeze(at: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<Instant> {
    this.sandboxOnly()
    msOf(at)
    await managerOf(context).execute("update marketplace_clock set frozen_at = ?::timestamptz, updated_at = now()", [at])
    return at
  }

  /** Lets a frozen test clock run on from where it stands. @throws clock_not_sandbox */
  @InjectManager()
  async unfreeze(@MedusaContext() context: Context<EntityManager> = {}): Promise<Instant> {
    this.sandboxOnly()
    await managerOf(context).execute(
      `update marketplace_clock
       set offset_ms = ceil(extract(epoch from frozen_at - clock_timestamp()) * 1000), frozen_at = null, updated_at = now()
       where frozen_at is not null`,
    )
    return this.now(context)
  }

  /**
   * Moves the test clock forward to `at`; a frozen one stays frozen there, a running one runs on. Who is due on the
   * way is the caller's to find: this only moves the hands. Of two callers at once, none takes the clock back.
   * @throws clock_not_sandbox, clock_goes_back, bad_instant
   */
  @InjectManager()
  async advanceTo(at: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<Instant> {
    this.sandboxOnly()
    msOf(at)
    const moved = await managerOf(context).execute(
      `update marketplace_clock
       set frozen_at = case when frozen_at is not null then ?::timestamptz end,
           offset_ms = ceil(extract(epoch from ?::timestamptz - clock_timestamp()) * 1000), updated_at = now()
       where ${SHOWN} <= ?::timestamptz returning id`,
      [at, at, at],
    )
    if (moved.length === 0) refuse("clock_goes_back", { now: await this.now(context), at })
    return at
  }

  /** The calendar in force, or the edition that a row remembers, as plain JSON. @throws calendar_version_unknown */
  @InjectManager()
  async calendar(version?: number, @MedusaContext() context: Context<EntityManager> = {}): Promise<Calendar> {
    const [found] = await managerOf(context).execute<Calendar>(
      `select c.version, c.zone, c.weekend, (
         select coalesce(jsonb_object_agg(h.day, jsonb_build_object('name', h.name, 'kind', h.kind)), '{}')
         from calendar_holiday h
         where h.added_in_version <= c.version and (h.removed_in_version is null or h.removed_in_version > c.version)
       ) as holidays
       from business_calendar c where ?::integer is null or c.version = ?::integer order by c.version desc limit 1`,
      [version ?? null, version ?? null],
    )
    return found ?? refuse("calendar_version_unknown", { version: version ?? "1" })
  }

  /**
   * A new edition in which `day` is off: a closure declared overnight, or a holiday of a year to come.
   * @throws bad_day, calendar_change_unsigned, holiday_exists
   */
  @InjectManager()
  async addHoliday(holiday: NewHoliday, @MedusaContext() context: Context<EntityManager> = {}): Promise<Calendar> {
    return this.addHoliday_(holiday, context)
  }

  @InjectTransactionManager()
  protected async addHoliday_(
    { day, name, kind = "closure", ...signed }: NewHoliday,
    @MedusaContext() context: Context<EntityManager> = {},
  ): Promise<Calendar> {
    if (!isDay(day)) refuse("bad_day", { day })
    if (!name.trim()) refuse("calendar_change_unsigned", { missing: "name" })
    const version = await appendEdition(managerOf(context), signed)
    const added = await managerOf(context).execute(
      `insert into calendar_holiday (id, day, name, kind, added_in_version) values (?, ?, ?, ?, ?)
       on conflict (day) where removed_in_version is null do nothing returning id`,
      [`calhol_${version}_${day}`, day, name.trim(), kind, version],
    )
    if (added.length === 0) refuse("holiday_exists", { day })
    return this.calendar(version, context)
  }

  /** A new edition in which `day` is no holiday. @throws bad_day, calendar_change_unsigned, holiday_unknown */
  @InjectManager()
  async removeHoliday(change: Signed & { day: Day }, @MedusaContext() context: Context<EntityManager> = {}): Promise<Calendar> {
    return this.removeHoliday_(change, context)
  }

  @InjectTransactionManager()
  protected async removeHoliday_(
    { day, ...signed }: Signed & { day: Day },
    @MedusaContext() context: Context<EntityManager> = {},
  ): Promise<Calendar> {
    if (!isDay(day)) refuse("bad_day", { day })
    const version = await appendEdition(managerOf(context), signed)
    const ended = await managerOf(context).execute(
      "update calendar_holiday set removed_in_version = ?, updated_at = now() where day = ? and removed_in_version is null returning id",
      [version, day],
    )
    if (ended.length === 0) refuse("holiday_unknown", { day })
    return this.calendar(version, context)
  }

  /** A new edition with another weekend, or in another zone. @throws bad_weekend, bad_zone, calendar_change_unsigned */
  @InjectManager()
  async changeWeek(change: WeekChange, @MedusaContext() context: Context<EntityManager> = {}): Promise<Calendar> {
    return this.changeWeek_(change, context)
  }

  @InjectTransactionManager()
  protected async changeWeek_(change: WeekChange, @MedusaContext() context: Context<EntityManager> = {}): Promise<Calendar> {
    return this.calendar(await appendEdition(managerOf(context), change), context)
  }

  private sandboxOnly(): void {
    if (!this.sandbox_) refuse("clock_not_sandbox")
  }
}
