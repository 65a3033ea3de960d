import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Who accompanies a merchant (K13). How far it has come is read from its own rows; `ended_at` only takes merchants that are
 * through out of the guides' lists, and `check_at` is when that is looked at next.
 */
const onboarding = `
  create table merchant_onboarding (
    merchant_id text primary key references pasaj_merchant (id),
    guide_id text,
    guide_name text,
    guide_contact text,
    guided_since timestamptz,
    began_at timestamptz not null,
    check_at timestamptz not null,
    ended_at timestamptz,
    constraint merchant_onboarding_guided check (num_nonnulls(guide_id, guide_name, guide_contact, guided_since) in (0, 4))
  );
  create index merchant_onboarding_guide on merchant_onboarding (guide_id, merchant_id) where ended_at is null;
  create index merchant_onboarding_due on merchant_onboarding (check_at, merchant_id) where ended_at is null;
  insert into merchant_onboarding (merchant_id, began_at, check_at) select id, applied_at, applied_at from pasaj_merchant;
  create index shop_product_merchant_shown on shop_product (merchant_id, product_id) where shown;
`

/**
 * What guides did: trainings, which the merchant sees, and notes and changes of guide, which operators see. None is deleted;
 * what they say is erased with the merchant's identity.
 */
const notes = `
  create table onboarding_note (
    id bigint generated always as identity primary key,
    merchant_id text not null references pasaj_merchant (id),
    kind text not null check (kind in ('note', 'training', 'guide')),
    author_id text not null,
    author_name text not null,
    text text not null,
    minutes int check (minutes > 0),
    held_at timestamptz not null,
    at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create index onboarding_note_of on onboarding_note (merchant_id, id);
  create trigger onboarding_note_kept before delete on onboarding_note
    for each row execute function pasaj_append_only();
`

export class Migration20261125050030Onboarding extends Migration {
  override up(): void {
    for (const sql of [onboarding, notes]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop index if exists shop_product_merchant_shown")
    this.addSql("drop table if exists onboarding_note, merchant_onboarding cascade")
  }
}
