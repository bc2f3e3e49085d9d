// What the declarations of the built library name, read by TypeScript: each export, and each type of the library in its signature.
import { join } from 'node:path';
import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import { API, type Checker, type Symbol as Named, type Project, SymbolFlags } from 'typescript/unstable/sync';

/** A type that an export names. */
export interface NamedType {
  readonly name: string;
  /** The export, e.g. `nn.Module`. */
  readonly by: string;
}

export interface PublicNames {
  /** Everything that is exported, namespaces gone through: `nn.functional.relu`. */
  readonly exports: readonly string[];
  /** Types of the library that an export names and that are not exported themselves. */
  readonly hidden: readonly NamedType[];
}

/**
 * @param folder of a project whose tsconfig.json includes a file that imports the library from `node_modules/googlenet`
 * @param entry file of its declarations
 */
export function readPublicNames(folder: string, entry = 'index.d.ts'): PublicNames {
  const api = new API();
  try {
    const config = join(folder, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`${config} opens no project`);
    return namesOf(project, join(folder, 'node_modules', 'googlenet', 'dist', entry));
  } finally {
    api.close();
  }
}

function namesOf(project: Project, index: string): PublicNames {
  const { checker } = project;
  const file = project.program.getSourceFile(index);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${index} is no module of the project`);
  const exported = exportsOf(checker, module, '');
  const known = new Set(exported.map(({ symbol }) => symbol.id));
  const hidden = new Map<string, NamedType>();
  for (const { name: by, symbol } of exported) {
    for (const declaration of symbol.declarations) {
      const node = declaration.resolve(project);
      for (const type of node === undefined ? [] : typesNamedIn(node, checker)) {
        if (isOfLibrary(type, folderOf(index)) && !known.has(type.id)) hidden.set(type.name, { name: type.name, by });
      }
    }
  }
  return { exports: exported.map(({ name }) => name), hidden: [...hidden.values()] };
}

function exportsOf(checker: Checker, module: Named, prefix: string): readonly { name: string; symbol: Named }[] {
  return checker.getExportsOfModule(module).flatMap((each) => {
    const symbol = resolved(checker, each);
    const name = prefix + each.name;
    const isNamespace = (symbol.flags & SymbolFlags.ValueModule) !== 0;
    return isNamespace ? exportsOf(checker, symbol, `${name}.`) : [{ name, symbol }];
  });
}

function resolved(checker: Checker, symbol: Named): Named {
  return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** Not in private members, which programs cannot see. */
function typesNamedIn(node: Node, checker: Checker): readonly Named[] {
  const named: Named[] = [];
  const visit = (each: Node): void => {
    const isPrivate = 'modifiers' in each && (each.modifiers as readonly Node[] | undefined)?.some(isPrivateKeyword);
    if (isPrivate) return;
    if (each.kind === SyntaxKind.Identifier) {
      const found = checker.getSymbolAtLocation(each);
      const symbol = found && resolved(checker, found);
      if (symbol !== undefined && (symbol.flags & types) !== 0) named.push(symbol);
    }
    each.forEachChild(visit);
  };
  node.forEachChild(visit);
  return named;
}

const types = SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.TypeAlias | SymbolFlags.Enum;

function isPrivateKeyword({ kind }: Node): boolean {
  return kind === SyntaxKind.PrivateKeyword;
}

function isOfLibrary({ declarations }: Named, folder: string): boolean {
  return declarations.some(({ path }) => path.toLowerCase().startsWith(folder.toLowerCase()));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
