// What a network costs: parameters and multiply-adds of one image, counted from its layers.
import { chooseModel, createModel, models } from '../../dist/models/model-table.js';
import { summarize } from '../../dist/summary/summary.js';
import { modelOptions, recipe } from './networks.mjs';

/**
 * Auxiliary heads are there in training alone: they count among the parameters of `trained`, and nowhere else.
 * @param options of the network, as a task has them
 */
export function costOf(name, options, imageShape) {
  const count = (heads) => {
    const model = createModel(chooseModel(name, { ...options, heads }), imageShape[1]);
    return summarize(model, [1, ...imageShape]).totals;
  };
  const { parameters, multiplyAdds } = count(false);
  return { parameters, trainedParameters: count(options.heads ?? true).parameters, multiplyAdds };
}

/** The networks in the order of their multiply-adds. */
export function cheapestFirst(names) {
  const shape = [1, recipe.imageSize, recipe.imageSize];
  const cost = (name) => costOf(name, { numClasses: 10, inChannels: 1, ...modelOptions(name) }, shape).multiplyAdds;
  const costs = new Map(names.map((name) => [name, cost(name)]));
  return names.toSorted((one, other) => costs.get(one) - costs.get(other));
}

export function titleOf(name, { width }) {
  return width === undefined || width === 1 ? models[name].title : `${models[name].title}, width ${width}`;
}
