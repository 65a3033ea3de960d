import { refuse } from "./errors"
import type { DocumentType } from "./verification"

/** A picture or a paper is judged by its own bytes: neither its name nor what its sender says of it proves anything. */

const startsWith = (bytes: Uint8Array, at: number, wanted: readonly number[]): boolean => wanted.every((byte, i) => bytes[at + i] === byte)
const codes = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Where `text` last begins within the last `within` bytes, or -1. */
function lastOf(bytes: Uint8Array, text: string, within: number): number {
  const wanted = codes(text)
  for (let at = bytes.length - wanted.length; at >= Math.max(0, bytes.length - within); at--) if (startsWith(bytes, at, wanted)) return at
  return -1
}

/** A PDF names its version at the start, and at its end where its table of contents begins, within the file. */
function isPdf(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, 0, codes("%PDF-")) || bytes[6] !== 0x2e) return false
  const end = lastOf(bytes, "%%EOF", 1024)
  const start = lastOf(bytes, "startxref", 2048)
  if (end < 0 || start < 0 || start > end) return false
  const offset = Number(String.fromCharCode(...bytes.slice(start + 9, end)).trim())
  return Number.isSafeInteger(offset) && offset > 0 && offset < bytes.length
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** A PNG is chunks with checksums: a header with a size first, some data, and the end chunk at the very end. */
function isPng(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, 0, pngSignature)) return false
  const data = view(bytes)
  let hasData = false
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = data.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.length || crcOf(bytes.subarray(at + 4, end - 4)) !== data.getUint32(end - 4)) return false
    const isFirst = at === 8
    if (isFirst !== startsWith(bytes, at + 4, codes("IHDR"))) return false
    if (isFirst && (length !== 13 || data.getUint32(at + 8) === 0 || data.getUint32(at + 12) === 0)) return false
    hasData ||= startsWith(bytes, at + 4, codes("IDAT"))
    if (startsWith(bytes, at + 4, codes("IEND"))) return hasData && end === bytes.length
    at = end
  }
  return false
}

/** The markers of a JPEG that give its size: SOF0 to SOF15 without the three that mean something else. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** A JPEG is segments: a frame with a size comes before the scan, and after the scan, near the end, its end marker. */
function isJpeg(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, 0, [0xff, 0xd8, 0xff])) return false
  const data = view(bytes)
  let hasSize = false
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return false
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1 // a fill byte
      continue
    }
    const length = data.getUint16(at + 2)
    if (length < 2 || at + 2 + length > bytes.length) return false
    if (isFrame(marker)) {
      if (length < 8 || data.getUint16(at + 5) === 0 || data.getUint16(at + 7) === 0) return false
      hasSize = true
    }
    if (marker === 0xda) return hasSize && endsLikeJpeg(bytes)
    at += 2 + length
  }
  return false
}

/** Cameras pad: the end marker is looked for in the last bytes. */
function endsLikeJpeg(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(0, bytes.length - 64); at--) if (startsWith(bytes, at, [0xff, 0xd9])) return true
  return false
}

/** A WebP is a RIFF whose length is the file's, its first chunk one of three kinds of picture. */
function isWebp(bytes: Uint8Array): boolean {
  if (bytes.length < 20 || !startsWith(bytes, 0, codes("RIFF")) || !startsWith(bytes, 8, codes("WEBP"))) return false
  if (!["VP8 ", "VP8L", "VP8X"].some((kind) => startsWith(bytes, 12, codes(kind)))) return false
  const data = view(bytes)
  if (data.getUint32(4, true) + 8 !== bytes.length) return false
  for (let at = 12; at < bytes.length; ) {
    if (at + 8 > bytes.length) return false
    const length = data.getUint32(at + 4, true)
    at += 8 + length + (length % 2)
    if (at > bytes.length) return false
  }
  return true
}

const judges: Record<DocumentType, (bytes: Uint8Array) => boolean> = {
  "application/pdf": isPdf, "image/png": isPng, "image/jpeg": isJpeg, "image/webp": isWebp,
}

export type DocumentLimits = { document_types: DocumentType[]; document_max_bytes: number }

/**
 * A document that is what its type says, is taken, and is not too large (K10).
 * @throws document_type_not_taken, document_too_large, document_not_what_it_says (also an empty, cut or damaged one)
 */
export function mustBeDocument(bytes: Uint8Array, type: DocumentType, limits: DocumentLimits): void {
  if (!limits.document_types.includes(type)) refuse("document_type_not_taken", { type, types: limits.document_types.join(", ") })
  if (bytes.length > limits.document_max_bytes) refuse("document_too_large", { most: limits.document_max_bytes, bytes: bytes.length })
  if (!judges[type](bytes)) refuse("document_not_what_it_says", { type })
}
