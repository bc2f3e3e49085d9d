// What the page and its worker say to each other. Every request has an id that its replies carry.
import type { ImageShape } from '../../../src/images/image-form.ts';
import type { OcclusionProgress, OcclusionRequest } from './measure-occlusion.ts';
import type { NetworkOutputs } from './network-session.ts';

export type InferenceRequest =
  /** Opens a model in place of the one before. */
  | { readonly kind: 'open'; readonly id: number; readonly model: Uint8Array; readonly imageShape: ImageShape }
  | {
      readonly kind: 'run';
      readonly id: number;
      /** The image, in the model's imageShape. */
      readonly image: Float32Array;
      /** Names of the outputs that are wanted beside the logits. */
      readonly activations: readonly string[];
    }
  | ({ readonly kind: 'occlude'; readonly id: number } & OcclusionRequest)
  /** Ends the request of this id, which is then done. */
  | { readonly kind: 'cancel'; readonly id: number };

export type InferenceReply =
  | { readonly kind: 'opened'; readonly id: number }
  | ({ readonly kind: 'outputs'; readonly id: number } & NetworkOutputs)
  | ({ readonly kind: 'progress'; readonly id: number } & OcclusionProgress)
  | { readonly kind: 'occluded'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
