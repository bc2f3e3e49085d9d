// What options of a training mean that were left out: what the recipe says, or the tutorial where it says nothing.
import { models } from '../../models/model-table.ts';
import { stepsPerEpoch } from '../../training/steps-per-epoch.ts';
import type { Recipe, RecipeOptions } from './recipes/recipe.ts';
import { type RecipeName, recipes } from './recipes/recipe-table.ts';
import { tutorial } from './recipes/tutorial.ts';
import { optimizerDefaults } from './train-optimizer.ts';

/** A training whose recipe gives no epochs has at least so many steps, and so many epochs. */
export const leastSteps = 2000;
const leastEpochs = 3;

/** As far as they were typed. */
export type TypedRecipeOptions = {
  readonly [Key in keyof RecipeOptions]?: RecipeOptions[Key] | undefined;
} & { readonly recipe?: RecipeName | undefined; readonly data?: string | undefined };

/** Options with the defaults of those left out. The number of epochs may depend on how many images there are. */
export type WithDefaults<Typed> = Omit<Typed, keyof RecipeOptions> & RecipeOptions & { readonly imageSize: number };

/** The recipe that was asked for, or that the data asks for. */
export function recipeOf({ recipe, data }: TypedRecipeOptions): Recipe {
  // Options are checked all at once: what is typed wrong is nothing here, and told elsewhere.
  return recipes[recipe !== undefined && Object.hasOwn(recipes, recipe) ? recipe : defaultRecipe(data)];
}

export function defaultRecipe(data: string | undefined): RecipeName {
  return data === undefined ? 'tutorial' : 'own-images';
}

/** What options are that were not typed. */
export function defaultsOf(typed: TypedRecipeOptions): RecipeOptions {
  const { epochs: _, ...unsaid } = tutorial.options;
  const { options } = recipeOf(typed);
  const all: RecipeOptions = { ...unsaid, ...options };
  // What goes with one optimizer means nothing for another.
  const isOther = typed.optimizer !== undefined && typed.optimizer !== all.optimizer;
  return isOther ? { ...all, ...optimizerDefaults[typed.optimizer] } : all;
}

export function withDefaults<Typed extends TypedRecipeOptions>(typed: Typed): WithDefaults<Typed> {
  const defaults = defaultsOf(typed);
  const all = { ...typed, ...defaults, ...withoutUndefined(typed) };
  const model = Object.hasOwn(models, all.model) ? all.model : defaults.model;
  const { model: own = model } = recipeOf(typed).options;
  const ofRecipe = own === model ? defaults.imageSize : undefined;
  const imageSize = typed.imageSize ?? ofRecipe ?? models[model].imageSize;
  // Momentum may have been switched off.
  return { ...all, imageSize, nesterov: typed.nesterov ?? (all.nesterov && all.momentum > 0) };
}

/** The options that say something. */
export function withoutUndefined(options: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** @param images to train with */
export function defaultEpochs(options: WithDefaults<TypedRecipeOptions>, images: number): number {
  const { epochs } = recipeOf(options).options;
  if (epochs !== undefined) return epochs;
  const { batchSize, accumulate } = options;
  return Math.max(leastEpochs, Math.ceil(leastSteps / stepsPerEpoch(Math.ceil(images / batchSize), accumulate)));
}

/** For the help. */
export function shownDefault(key: keyof typeof tutorial.options): string {
  const [ofTutorial, ofOwn] = [undefined, 'DIR'].map((data) => defaultsOf({ data })[key] ?? tutorial.options[key]);
  return ofTutorial === ofOwn ? `(default: ${ofTutorial})` : `(default: ${ofTutorial}; with --data ${ofOwn})`;
}
