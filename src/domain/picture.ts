import { refuse } from "./errors"

export const pictureKinds = ["jpeg", "png", "webp"] as const
export type PictureKind = (typeof pictureKinds)[number]

/** Larger than a good photograph for a screen, smaller than what makes a page slow. */
export const LARGEST_PICTURE_BYTES = 4_000_000

const begins = (bytes: Uint8Array, at: number, wanted: number[]): boolean => wanted.every((byte, i) => bytes[at + i] === byte)

/** What the bytes are by themselves: a name or a declared type may say anything. Null for what browsers should not be sent. */
export function pictureKindOf(bytes: Uint8Array): PictureKind | null {
  if (begins(bytes, 0, [0xff, 0xd8, 0xff])) return "jpeg"
  if (begins(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "png"
  if (begins(bytes, 0, [0x52, 0x49, 0x46, 0x46]) && begins(bytes, 8, [0x57, 0x45, 0x42, 0x50])) return "webp"
  return null
}

/** A picture fit to be kept. @throws picture_unreadable, picture_too_large */
export function pictureOf(bytes: Uint8Array): PictureKind {
  if (bytes.length > LARGEST_PICTURE_BYTES) refuse("picture_too_large", { most: LARGEST_PICTURE_BYTES, bytes: bytes.length })
  return pictureKindOf(bytes) ?? refuse("picture_unreadable")
}
