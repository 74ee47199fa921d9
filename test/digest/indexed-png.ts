/**
 * A screenshot as a PNG of at most 256 colours (W3C PNG, third edition): letters and flat areas lose nothing that a
 * reader sees, and the file is a third of the size.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_COLOURS = 256;

/**
 * @param png - 8 bits a channel, RGB, not interlaced, as Chromium writes it
 * @throws {Error} where it is of another kind
 */
export function indexedPng(png: Buffer): Buffer {
  const { width, height, rows } = decoded(png);
  const { pixels, palette } = indexed(rows, width, height);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, colour type 3: indices into the palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The commonest colours stay as they are; the others, all of them edges of letters, become the nearest of those. */
function indexed(rows: Buffer, width: number, height: number) {
  const counts = new Map<number, number>();
  const colourAt = (index: number) => rows.readUIntBE(index * 3, 3);
  for (let index = 0; index < width * height; index += 1) {
    counts.set(colourAt(index), (counts.get(colourAt(index)) ?? 0) + 1);
  }
  const colours = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const kept = colours.slice(0, MAX_COLOURS);
  const places = new Map(colours.map(colour => [colour, nearest(colour, kept)] as const));
  // Each row begins with its filter: 0, none.
  const pixels = Buffer.alloc((width + 1) * height);
  for (let index = 0; index < width * height; index += 1) {
    pixels[index + Math.floor(index / width) + 1] = places.get(colourAt(index)) ?? 0;
  }
  return { pixels, palette: Buffer.from(kept.flatMap(channels)) };
}

function nearest(colour: number, kept: readonly number[]): number {
  const distance = (other: number) => {
    const [red = 0, green = 0, blue = 0] = channels(other).map(
      (value, at) => value - (channels(colour)[at] ?? 0),
    );
    return red * red + green * green + blue * blue;
  };
  return kept.reduce((best, other, at) => (distance(other) < distance(kept[best] ?? 0) ? at : best), 0);
}

function channels(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function decoded(png: Buffer): { width: number; height: number; rows: Buffer } {
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  if (png.readUInt32BE(24) !== 0x08020000) throw new Error('not a PNG of 8 bits a channel in RGB');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return { width, height, rows: unfiltered(inflateSync(Buffer.concat(packed)), width * 3, height) };
}

/** PNG §9.2: each row says what was taken from its bytes. */
function unfiltered(data: Buffer, length: number, height: number): Buffer {
  const rows = Buffer.alloc(length * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (length + 1)];
    for (let x = 0; x < length; x += 1) {
      const left = x >= 3 ? (rows[y * length + x - 3] ?? 0) : 0;
      const up = y > 0 ? (rows[(y - 1) * length + x] ?? 0) : 0;
      const corner = x >= 3 && y > 0 ? (rows[(y - 1) * length + x - 3] ?? 0) : 0;
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      rows[y * length + x] = ((data[y * (length + 1) + x + 1] ?? 0) + added) & 255;
    }
  }
  return rows;
}

/** PNG §9.4. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
