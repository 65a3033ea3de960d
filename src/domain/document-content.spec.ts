import fc from "fast-check"

import { mustBeDocument } from "./document-content"
import { isRefusal, type ErrorCode } from "./errors"
import { documentTypes, type DocumentType } from "./verification"

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const big = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const little = (value: number): number[] => big(value).reverse()

/** The checksum of a PNG's chunk, worked out bit by bit: another way than the one under test. */
function crc(bytes: number[]): number {
  let rest = 0xffffffff
  for (const byte of bytes) for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (((rest ^ (byte >>> bit)) & 1) * 0xedb88320)
  return (rest ^ 0xffffffff) >>> 0
}
const chunk = (kind: string, data: number[]): number[] => [...big(data.length), ...ascii(kind), ...data, ...big(crc([...ascii(kind), ...data]))]
const header = (width: number, height: number) => chunk("IHDR", [...big(width), ...big(height), 8, 2, 0, 0, 0])
const png = (...chunks: number[][]) => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunks.flat()]
const picture = png(header(1, 1), chunk("IDAT", [1, 2, 3]), chunk("IEND", []))

const segment = (marker: number, data: number[]) => [0xff, marker, ...big(data.length + 2).slice(2), ...data]
const frame = (height: number, width: number) => segment(0xc0, [8, ...big(height).slice(2), ...big(width).slice(2), 1, 1, 0x11, 0])
const jpeg = (...segments: number[][]) => [0xff, 0xd8, ...segments.flat()]
const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 9, 9, 9]
const photo = jpeg(segment(0xe0, ascii("JFIF\0")), frame(1, 1), scan, [0xff, 0xd9])

const riff = (length: number, rest: number[]) => [...ascii("RIFF"), ...little(length), ...ascii("WEBP"), ...rest]
const still = [...ascii("VP8 "), ...little(3), 1, 2, 3, 0]
const webp = riff(4 + still.length, still)

const body = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
const tail = (at: number) => `xref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`
const paper = ascii(body + tail(body.length))

const limits = { document_types: [...documentTypes], document_max_bytes: 4_096 }

const refusal = (bytes: number[], type: DocumentType, given = limits): ErrorCode | "another" | null => {
  try {
    mustBeDocument(Uint8Array.from(bytes), type, given)
    return null
  } catch (error) {
    const codes: ErrorCode[] = ["document_not_what_it_says", "document_type_not_taken", "document_too_large"]
    return codes.find((code) => isRefusal(error, code)) ?? "another"
  }
}
const lie = "document_not_what_it_says"

test.each<[string, number[], DocumentType, ErrorCode | null]>([
  // what it is                                     bytes                                              said to be          answer
  ["a PDF",                                         paper,                                             "application/pdf",  null],
  ["a PNG",                                         picture,                                           "image/png",        null],
  ["a JPEG",                                        photo,                                             "image/jpeg",       null],
  ["a JPEG with some padding",                      [...photo, 0, 0, 0],                               "image/jpeg",       null],
  ["a WebP",                                        webp,                                              "image/webp",       null],
  ["a PNG that claims to be a PDF",                 picture,                                           "application/pdf",  lie],
  ["a JPEG that claims to be a PNG",                photo,                                             "image/png",        lie],
  ["a page of HTML",                                ascii("<html><script>alert(1)</script></html>"),   "image/png",        lie],
  ["nothing",                                       [],                                                "image/jpeg",       lie],
  ["a PDF's name alone",                            ascii("%PDF-1.4"),                                 "application/pdf",  lie],
  ["a PDF cut before its end",                      paper.slice(0, -12),                               "application/pdf",  lie],
  ["a PDF whose table lies outside of it",          ascii(body + tail(99_999)),                        "application/pdf",  lie],
  ["HTML behind a PDF's first letters",             ascii("%PDF-1.4<script>"),                         "application/pdf",  lie],
  ["a PNG's signature alone",                       picture.slice(0, 8),                               "image/png",        lie],
  ["a PNG cut in the middle",                       picture.slice(0, -10),                             "image/png",        lie],
  ["a PNG with something behind its end",           [...picture, ...ascii("<?php")],                   "image/png",        lie],
  ["a PNG without a size",                          png(header(0, 1), chunk("IDAT", [1]), chunk("IEND", [])), "image/png", lie],
  ["a PNG without a picture",                       png(header(1, 1), chunk("IEND", [])),              "image/png",        lie],
  ["a PNG whose header comes second",               png(chunk("IDAT", [1]), header(1, 1), chunk("IEND", [])), "image/png", lie],
  ["a PNG that was damaged",                        picture.map((byte, at) => (at === 43 ? byte ^ 1 : byte)), "image/png", lie],
  ["a JPEG's marker alone",                         [0xff, 0xd8, 0xff],                                "image/jpeg",       lie],
  ["a JPEG without a frame",                        jpeg(scan, [0xff, 0xd9]),                          "image/jpeg",       lie],
  ["a JPEG without a size",                         jpeg(frame(0, 1), scan, [0xff, 0xd9]),             "image/jpeg",       lie],
  ["a JPEG cut in its scan",                        jpeg(frame(1, 1), scan),                           "image/jpeg",       lie],
  ["a WebP cut short",                              webp.slice(0, -2),                                 "image/webp",       lie],
  ["a WebP with something behind it",               [...webp, 1],                                      "image/webp",       lie],
  ["a sound file in the same container",            riff(4 + still.length, still).map((byte, at) => (at >= 8 && at < 12 ? (ascii("WAVE")[at - 8] ?? 0) : byte)), "image/webp", lie],
])("K10 %s, said to be right: judged by its bytes", (_what, bytes, type, code) => {
  expect(refusal(bytes, type)).toBe(code)
})

test("K10 a type that is not taken, and a file that is too large, are refused before anybody looks into them", () => {
  expect(refusal(picture, "image/png", { ...limits, document_types: ["application/pdf"] })).toBe("document_type_not_taken")
  expect(refusal(Array<number>(4_097).fill(0), "image/png")).toBe("document_too_large")
})

test("whatever the bytes are, the answer is a refusal of ours or none", () => {
  const beginnings = [picture, photo, webp, paper, []]
  fc.assert(fc.property(
    fc.constantFrom(...beginnings), fc.nat(60), fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...documentTypes),
    (beginning, kept, rest, type) => refusal([...beginning.slice(0, kept), ...rest], type) !== "another",
  ), { numRuns: 500 })
})
