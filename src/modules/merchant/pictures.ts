import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import type { PictureKind } from "../../domain/picture"

/** A picture that a member uploaded for a shop; the file itself is Medusa's file module's. */
export type Picture = { id: string; url: string; kind: PictureKind; bytes: number; sha256: string }
export type NewPicture = { shop_id: string; merchant_id: string; file_id: string; url: string; kind: PictureKind; bytes: number; sha256: string }

const columns = "id, url, kind, bytes, sha256"

/** The shop's picture with these very bytes, if it has it already. */
export async function samePicture(manager: SqlManager, shopId: string, sha256: string): Promise<Picture | null> {
  const [row] = await manager.execute<Picture>(`select ${columns} from shop_picture where shop_id = ? and sha256 = ?`, [shopId, sha256])
  return row ?? null
}

/** Keeps an uploaded picture. @returns null where another upload of the same bytes was quicker: its file is not needed */
export async function keepPicture(manager: SqlManager, picture: NewPicture): Promise<Picture | null> {
  const { shop_id, merchant_id, file_id, url, kind, bytes, sha256 } = picture
  const [row] = await manager.execute<Picture>(
    `insert into shop_picture (id, shop_id, merchant_id, file_id, url, kind, bytes, sha256) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict on constraint shop_picture_once do nothing returning ${columns}`,
    [generateEntityId(undefined, "pic"), shop_id, merchant_id, file_id, url, kind, bytes, sha256],
  )
  return row ?? null
}

/** The shop's own pictures among the ids. */
export const picturesOf = (manager: SqlManager, shopId: string, ids: string[]): Promise<Picture[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : manager.execute<Picture>(`select ${columns} from shop_picture where shop_id = ? and id = any(array[?]::text[])`, [shopId, ids])
