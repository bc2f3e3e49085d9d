// The recipes by name. A new one is a file beside this one, and a row here.
import { best } from './best.ts';
import { fast } from './fast.ts';
import { ownImages } from './own-images.ts';
import type { Recipe } from './recipe.ts';
import { tutorial } from './tutorial.ts';

export const recipes = { tutorial, fast, best, 'own-images': ownImages } as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof recipes;
export const recipeNames = Object.keys(recipes) as readonly RecipeName[];
