// What the tests' page and the worker that trains say to each other.

export interface OpenRequest {
  readonly kind: 'open';
  readonly engine: 'wasm' | 'webgpu';
  readonly threads?: number;
  readonly network: 'lenet' | 'tiny';
  /** Default 16: ten steps an epoch. */
  readonly batchSize?: number;
  /** Name of a file in the browser's storage, for checkpoints; the training goes on from the one that is there. */
  readonly keptAs?: string;
  readonly everySteps?: number;
  /** The worker's timers stand still, as those of a hidden tab may. */
  readonly hasNoTimers?: boolean;
}

export type TrainingRequest =
  | OpenRequest
  | { readonly kind: 'train'; readonly epochs: number }
  | { readonly kind: 'stop' | 'loseGpu' | 'close' };

export type TrainingReply =
  | { readonly kind: 'opened'; readonly engine: string; readonly threads: number; readonly step: number }
  | { readonly kind: 'step'; readonly loss: number }
  | { readonly kind: 'warned'; readonly text: string }
  | { readonly kind: 'trained'; readonly epochs: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };
