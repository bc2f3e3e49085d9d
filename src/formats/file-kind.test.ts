// Every kind of file is known by its first bytes, in the writing of whoever makes such files.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type FileKind, fileKind } from './file-kind.ts';
import { kindOfFile, likelyKind } from './kind-of-file.ts';
import { encodeOnnxModel } from './onnx/write.ts';
import { encodeSafetensors } from './safetensors.ts';

const text = (content: string) => Buffer.from(content);
const hex = (content: string) => Buffer.from(content.padEnd(128, '0'), 'hex');
const torch = new URL('../../test/fixtures/torch/', import.meta.url);
const graph = { name: 'g', nodes: [], inputs: [], outputs: [], initializers: [] };

describe('fileKind', () => {
  it.each<[family: FileKind['family'], called: string, bytes: Uint8Array]>([
    ['empty', 'an empty file', new Uint8Array(0)],
    ['safetensors', 'a safetensors file', encodeSafetensors(new Map(), {})],
    ['onnx', 'an ONNX model', encodeOnnxModel({ producerName: 'googlenet', opsetImports: [], graph })],
    // As torch.onnx.export and tf2onnx begin, and a writer that names no producer.
    ['onnx', 'an ONNX model', hex('0808120770797463')],
    ['onnx', 'an ONNX model', hex('08073a80')],
    ['other', 'a BMP picture', hex(`424d36840300${'0'.repeat(16)}`)],
    ['other', 'a HEIC picture', hex('0000001866747970686569630000')],
    ['archive', 'a zip archive', hex('504b030414000000')],
    ['packed', 'packed with gzip', gzipSync('{}')],
    ['packed', 'packed with bzip2', text('BZh91AY&SY')],
    ['packed', 'packed with xz', hex('fd377a585a00')],
    ['packed', 'packed with zstd', hex('28b52ffd')],
    ['packed', 'a 7z archive', hex('377abcaf271c')],
    ['other', 'a PDF document', text('%PDF-1.7')],
    ['other', 'a NumPy array', hex('934e554d505901')],
    ['other', 'an HDF5 file, as Keras writes them', hex('894844460d0a1a0a')],
    ['other', 'a GGUF file', text('GGUF')],
    ['other', 'an IDX file, as MNIST consists of', hex('00000803')],
    ['other', 'a pickle of Python', hex('80049511')],
    ['pointer', 'a Git LFS pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n')],
    ['page', 'an HTML page', text('\n<!DOCTYPE html>\n<html lang="en">')],
    ['page', 'an HTML page', text('<html><body>')],
    ['other', 'an SVG drawing', text('<?xml version="1.0"?>\n<svg xmlns="x">')],
    ['other', 'a JSON file', text('{\n  "classes": []\n}')],
    ['other', 'a text file', text('# 说明\n')],
    // A letter of three bytes may be cut where the first bytes end.
    ['other', 'a text file', text(`#${'说'.repeat(400)}`)],
  ])('%s: %s', (family, called, bytes) => {
    expect(fileKind(bytes)).toMatchObject({ family, called });
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const)('a picture in %s', async (format) => {
    const create = { width: 20, height: 20, channels: 3, background: 'red' } as const;
    const kind = fileKind(await sharp({ create }).toFormat(format).toBuffer());
    expect(kind?.family).toBe('picture');
    expect(kind?.called.toLowerCase()).toMatch(new RegExp(`^an? ${format} picture$`));
  });

  it('knows every file that torch.save writes', () => {
    const files = readdirSync(torch).filter((name) => name.endsWith('.pt'));
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      expect([name, fileKind(readFileSync(new URL(name, torch)))?.called]).toEqual([name, 'a file of PyTorch']);
    }
  });

  it.each([
    ['random bytes', hex('f3a1990c07e25b')],
    ['zeros', new Uint8Array(600)],
    ['a damaged start', Buffer.concat([hex('ffffffffffffffff').subarray(0, 8), text('{"a":1}')])],
  ])('does not guess: %s', (_, bytes) => expect(fileKind(bytes)).toBeUndefined());
});

describe('the kind of a file', () => {
  it('is read where it may be', () => {
    const folder = mkdtempSync(join(tmpdir(), 'file-kind-'));
    try {
      writeFileSync(join(folder, 'page'), '<html>');
      expect(kindOfFile(join(folder, 'page'))?.called).toBe('an HTML page');
      expect(() => kindOfFile(folder)).toThrow('it is a folder, not a file');
      expect(likelyKind(folder).called).toBe('a file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
