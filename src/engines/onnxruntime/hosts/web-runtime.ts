// The module onnxruntime-web as a program hands it over. Declared here alone, so that our declarations need no package of others.

/** What of the module `onnxruntime-web` is used. */
export interface WebRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<object> };
  readonly Tensor: abstract new (...values: never[]) => object;
  readonly env: {
    readonly wasm: { numThreads?: number | undefined };
    readonly webgpu: object;
    readonly versions: object;
  };
}
