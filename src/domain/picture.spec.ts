import { LARGEST_PICTURE_BYTES, pictureOf } from "./picture"

const text = (words: string) => new TextEncoder().encode(words)
const bytes = (...all: number[]) => new Uint8Array(all)
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const found = (picture: Uint8Array): string | undefined => {
  try {
    return pictureOf(picture)
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const large = new Uint8Array(LARGEST_PICTURE_BYTES + 1)
large.set(PNG)

test.each<[Uint8Array, string, string]>([
  [bytes(0xff, 0xd8, 0xff, 0xe0),        "jpeg",               "a photograph"],
  [bytes(...PNG, 0),                     "png",                "a drawing"],
  [text("RIFF____WEBPVP8 "),             "webp",               "a small one"],
  [text("RIFF____AVI "),                 "picture_unreadable", "a film in the same wrapping"],
  [text("<svg onload='alert(1)'>"),      "picture_unreadable", "a drawing that can run"],
  [text("<html>"),                       "picture_unreadable", "a page that says it is a picture"],
  [bytes(...PNG.slice(0, 7)),            "picture_unreadable", "cut off before it is one"],
  [bytes(),                              "picture_unreadable", "nothing"],
  [large,                                "picture_too_large",  "a byte too many"],
  [large.subarray(0, -1),                "png",                "as large as may be"],
])("%#: a picture is what its bytes say (%s)", (picture, kind) => expect(found(picture)).toBe(kind))
