// The weights that come with the package: the tutorial's network, trained on Fashion-MNIST by the recipe `fast`, so that there
// is something to predict with before anything was trained. see: weights/README.md
import { fileURLToPath } from 'node:url';

/** A safetensors file, which says itself what it is for. From src/runs as from dist/runs. */
export const packagedWeights = fileURLToPath(new URL('../../weights/fashion-mnist.safetensors', import.meta.url));
