// What the drawing is made of, from the description: containers that hold a single chain are seen through, those with
// parallel paths become blocks, and a layer that only changes values one by one (ReLU) joins the layer before it.
import {
  imageId,
  type NetworkDescription,
  type NetworkEdge,
  type NetworkLayer,
  type NetworkModule,
} from '../../../src/network/network-description.ts';

export interface ImagePart {
  readonly kind: 'image';
  readonly id: string;
  readonly shape: readonly number[];
}

export interface LayerPart {
  readonly kind: 'layer';
  /** Id of its first layer. */
  readonly id: string;
  /** The layer, then those that joined it. */
  readonly layers: readonly NetworkLayer[];
}

export interface BlockPart {
  readonly kind: 'block';
  /** Id of its module. */
  readonly id: string;
  readonly module: NetworkModule;
  readonly level: Level;
}

export type Part = ImagePart | LayerPart | BlockPart;

/** What lies inside of one block, or of the whole network. */
export interface Level {
  /** In flow order. */
  readonly parts: readonly Part[];
  readonly edges: readonly LevelEdge[];
}

/** `null` as an end stands for outside of the block. */
export interface LevelEdge {
  readonly from: string | null;
  readonly to: string | null;
  /** The layer whose value flows, or the image. */
  readonly source: string;
}

export function networkLevel(network: NetworkDescription): Level {
  const image: ImagePart = { kind: 'image', id: imageId, shape: network.imageShape };
  return levelOf([image, ...partsOf(network, network.modules[0]?.id ?? null)], network.edges);
}

export function layersOf(part: Part): readonly NetworkLayer[] {
  if (part.kind === 'image') return [];
  return part.kind === 'layer' ? part.layers : part.level.parts.flatMap(layersOf);
}

/** All parts at any depth, in flow order: a block before what is in it. */
export function allParts({ parts }: Level): readonly Part[] {
  return parts.flatMap((part) => [part, ...(part.kind === 'block' ? allParts(part.level) : [])]);
}

export function blocksOf(level: Level): readonly BlockPart[] {
  return allParts(level).filter((part) => part.kind === 'block');
}

/** How many ways lead into the block. */
export function countPaths({ level }: BlockPart): number {
  return level.edges.filter(({ from }) => from === null).length;
}

/** The parts inside one module; inner modules that are mere chains are seen through. */
function partsOf(network: NetworkDescription, parent: string | null): readonly Part[] {
  const layers = network.layers.filter((layer) => layer.parent === parent);
  const found: Part[] = layers.map((layer) => ({ kind: 'layer', id: layer.id, layers: [layer] }));
  for (const module of network.modules) {
    if (module.parent !== parent || module.id === parent) continue;
    const inside = partsOf(network, module.id);
    const level = levelOf(inside, network.edges);
    if (isChain(level)) found.push(...inside);
    else found.push({ kind: 'block', id: module.id, module, level });
  }
  const places = new Map(network.layers.map(({ id }, index) => [id, index]));
  const placeOf = (part: Part) => places.get(layersOf(part)[0]?.id ?? '') ?? 0;
  return joinFollowers(
    found.sort((a, b) => placeOf(a) - placeOf(b)),
    network.edges,
  );
}

function levelOf(parts: readonly Part[], edges: readonly NetworkEdge[]): Level {
  const owners = new Map<string, string>();
  for (const part of parts) {
    if (part.kind === 'image') owners.set(part.id, part.id);
    for (const layer of layersOf(part)) owners.set(layer.id, part.id);
  }
  const found = new Map<string, LevelEdge>();
  for (const edge of edges) {
    const from = owners.get(edge.from) ?? null;
    const to = owners.get(edge.to) ?? null;
    if (from !== to) found.set(JSON.stringify([from, to, edge.from]), { from, to, source: edge.from });
  }
  return { parts, edges: [...found.values()] };
}

/** Whether the parts form a single path: each reads the one before, and only the first reads what comes in. */
function isChain({ parts, edges }: Level): boolean {
  const places = new Map(parts.map(({ id }, index) => [id, index]));
  const placeOf = (id: string | null) => places.get(id ?? '') ?? -1;
  const steps = edges.filter(({ from, to }) => from !== null && to !== null);
  return (
    steps.length === parts.length - 1 && edges.every(({ from, to }) => to === null || placeOf(from) + 1 === placeOf(to))
  );
}

function joinFollowers(parts: readonly Part[], edges: readonly NetworkEdge[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const sources = part.kind === 'layer' ? edges.filter(({ to }) => to === part.id).map(({ from }) => from) : [];
    const index = joined.findIndex((other) => other.kind === 'layer' && other.layers.at(-1)?.id === sources[0]);
    const leader = joined[index];
    const isOnlyReader = edges.filter(({ from }) => from === sources[0]).length === 1;
    if (part.kind === 'layer' && leader?.kind === 'layer' && isOnlyReader && part.layers.every(changesValuesOnly)) {
      joined[index] = { ...leader, layers: [...leader.layers, ...part.layers] };
    } else {
      joined.push(part);
    }
  }
  return joined;
}

/** Whether a layer changes each value by itself: one input of the same shape, no window and no weights. */
function changesValuesOnly({ inputShapes, outputShape, window, parameters, sharedParameters }: NetworkLayer): boolean {
  const isPlain = window === null && parameters === 0 && sharedParameters === 0;
  return isPlain && inputShapes.length === 1 && String(inputShapes[0]) === String(outputShape);
}
