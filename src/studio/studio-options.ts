// What a program gives the studio to show, by itself: the declarations that programs read need nothing else of it.
import type { ImageDataset } from '../data/dataset.ts';
import type { Module } from '../nn/module.ts';

/** A network that the studio draws. */
export interface StudioNetwork {
  readonly name: string;
  readonly model: Module;
  /** Shape of one image: [C, H, W]. */
  readonly imageShape: readonly [number, number, number];
}

/** Images of a run, without a margin. */
export interface TestImages extends ImageDataset {
  /** They cannot be read any more. */
  readonly close?: () => void;
}

/** Finds the test images of a run, by its folder. */
export type LoadTestImages = (run: string, signal: AbortSignal) => Promise<TestImages>;
