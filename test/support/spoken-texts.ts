// Every text that an error, a hint or a note of the source can consist of, followed by TypeScript's checker from where it is
// handed over to where it is written: through constants, conditions, parameters, results of functions and lists.
import { join } from 'node:path';
import type {
  Expression,
  FunctionDeclaration,
  Identifier,
  Node,
  ObjectLiteralExpression,
  SourceFile,
} from 'typescript/unstable/ast';
import { SyntaxKind } from 'typescript/unstable/ast';
import * as is from 'typescript/unstable/ast/is';
import { API, type Checker, type Symbol as Named, type Project, SymbolFlags } from 'typescript/unstable/sync';

export interface SpokenText {
  /** With `{}` for each part that is put in. */
  readonly template: string;
  /** Where it is written, from the folder `src`, e.g. `runs/reading.ts:14`. */
  readonly place: string;
}

type Callable = Node & { readonly parameters: readonly Node[]; readonly body?: Node };

/** What hands over texts by these names hands them to people: `{ message, hint }`. */
const spokenNames = ['message', 'hint', 'problem', 'reason', 'called', 'expected', 'of'];
/** What is called by these names hands its values to people. */
const speakers = ['onNote', 'note', 'warn', 'onWarning', 'fail'];

export function spokenTexts(root: string): readonly SpokenText[] {
  const api = new API();
  try {
    const config = join(root, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`${config} opens no project`);
    return new TextCollector(project, join(root, 'src').replaceAll('\\', '/')).collect();
  } finally {
    api.close();
  }
}

class TextCollector {
  readonly #project: Project;
  readonly #checker: Checker;
  readonly #source: string;
  readonly #calls = new Map<number, (readonly Expression[])[]>();
  readonly #seen = new Set<Node>();
  readonly #found = new Map<string, SpokenText>();

  constructor(project: Project, source: string) {
    this.#project = project;
    this.#checker = project.checker;
    this.#source = source;
  }

  collect(): readonly SpokenText[] {
    const files = this.#project.program
      .getSourceFileNames()
      .filter((name) => name.startsWith(`${this.#source}/`) && !name.endsWith('.test.ts'))
      .map((name) => this.#project.program.getSourceFile(name))
      .filter((file) => file !== undefined);
    const handedOver: Node[] = [];
    const called: { readonly name: Node; readonly values: readonly Expression[] }[] = [];
    const visit = (node: Node): void => {
      if (is.isCallExpression(node) || is.isNewExpression(node)) {
        const { expression } = node;
        const name = is.isPropertyAccessExpression(expression) ? expression.name : expression;
        const values = [...(node.arguments ?? [])];
        if (is.isIdentifier(name) || is.isPrivateIdentifier(name)) called.push({ name, values });
        const text = is.isIdentifier(name) || is.isPrivateIdentifier(name) ? name.text : '';
        if (is.isNewExpression(node) && /Error$/.test(text))
          handedOver.push(...values.slice(0, text === 'FileError' ? 3 : 1));
        if (speakers.includes(text.replace('#', ''))) handedOver.push(...values);
        if (text === 'push' && is.isPropertyAccessExpression(expression) && expression.expression.getText() === 'notes')
          handedOver.push(...values);
      }
      if (is.isPropertyAssignment(node) && spokenNames.includes(node.name.getText())) handedOver.push(node.initializer);
      if (is.isShorthandPropertyAssignment(node) && spokenNames.includes(node.name.getText()))
        handedOver.push(node.name);
      node.forEachChild(visit);
    };
    for (const file of files) visit(file);
    const symbols = this.#checker.getSymbolAtLocation(called.map(({ name }) => name));
    called.forEach(({ values }, index) => {
      const symbol = symbols[index];
      if (symbol === undefined) return;
      const { id } = this.#resolved(symbol);
      this.#calls.set(id, [...(this.#calls.get(id) ?? []), values]);
    });
    for (const node of handedOver) this.#follow(node);
    return [...this.#found.values()];
  }

  #resolved(symbol: Named): Named {
    return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : this.#checker.getAliasedSymbol(symbol);
  }

  /** Goes to where the text is written, and to its parts. */
  #follow(node: Node | undefined): void {
    if (node === undefined || this.#seen.has(node)) return;
    this.#seen.add(node);
    if (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node)) this.#add(node, node.text);
    else if (is.isTemplateExpression(node)) {
      this.#add(node, templateOf(node));
      for (const { expression } of node.templateSpans) this.#follow(expression);
    } else if (is.isBinaryExpression(node)) this.#followBinary(node);
    else if (is.isConditionalExpression(node)) {
      this.#follow(node.whenTrue);
      this.#follow(node.whenFalse);
    } else if (is.isArrayLiteralExpression(node)) for (const element of node.elements) this.#follow(element);
    else if (is.isParenthesizedExpression(node) || is.isNonNullExpression(node) || is.isSpreadElement(node))
      this.#follow(node.expression);
    else if (is.isAsExpression(node) || is.isSatisfiesExpression(node)) this.#follow(node.expression);
    else if (is.isArrowFunction(node) || is.isFunctionExpression(node))
      this.#followResults(node as unknown as Callable);
    else if (is.isCallExpression(node)) this.#followCall(node.expression, [...node.arguments]);
    else if (is.isElementAccessExpression(node)) this.#followValues(node.expression);
    else if (is.isIdentifier(node)) this.#followName(node);
    else if (is.isPropertyAccessExpression(node)) this.#followProperty(node.name);
  }

  #followBinary(node: Node & { readonly left: Node; readonly right: Node; readonly operatorToken: Node }): void {
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.PlusToken) this.#add(node, templateOf(node));
    if (kind === SyntaxKind.QuestionQuestionToken || kind === SyntaxKind.BarBarToken) {
      this.#follow(node.left);
      this.#follow(node.right);
    }
  }

  /** `list.map(f).join()`: its elements, and the results of the functions. */
  #followCall(callee: Expression, values: readonly Expression[]): void {
    if (is.isPropertyAccessExpression(callee)) {
      const method = callee.name.getText();
      if (['join', 'slice', 'filter', 'replace', 'trim', 'at'].includes(method)) this.#follow(callee.expression);
      if (['map', 'flatMap'].includes(method)) this.#follow(values[0]);
    }
    const name = is.isPropertyAccessExpression(callee) ? callee.name : callee;
    for (const declaration of this.#declarationsOf(name)) this.#followDeclaration(declaration);
  }

  #declarationsOf(name: Node): readonly Node[] {
    const symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    return this.#resolved(symbol)
      .declarations.filter(({ path }) => path.startsWith(this.#source))
      .map((declaration) => declaration.resolve(this.#project))
      .filter((node) => node !== undefined);
  }

  #followDeclaration(node: Node): void {
    if (is.isFunctionDeclaration(node) || is.isMethodDeclaration(node) || is.isGetAccessorDeclaration(node))
      this.#followResults(node as unknown as Callable);
    else if (is.isVariableDeclaration(node) || is.isPropertyAssignment(node) || is.isPropertyDeclaration(node))
      this.#follow(node.initializer);
  }

  #followResults(callable: Callable): void {
    const { body } = callable;
    if (body === undefined || !is.isBlock(body)) {
      this.#follow(body);
      return;
    }
    const visit = (node: Node): void => {
      if (is.isReturnStatement(node)) this.#follow(node.expression);
      if (is.isArrowFunction(node) || is.isFunctionDeclaration(node) || is.isFunctionExpression(node)) return;
      node.forEachChild(visit);
    };
    body.forEachChild(visit);
  }

  /** All values of a table. */
  #followValues(table: Node): void {
    const visit = (node: Node): void => {
      if (is.isPropertyAssignment(node)) this.#follow(node.initializer);
      node.forEachChild(visit);
    };
    for (const declaration of this.#declarationsOf(table))
      if (is.isVariableDeclaration(declaration)) visit(declaration);
  }

  #followName(name: Identifier): void {
    if (is.isShorthandPropertyAssignment(name.parent)) {
      const symbol = this.#checker.getShorthandAssignmentValueSymbol(name.parent);
      for (const declaration of symbol?.declarations ?? []) this.#followValue(declaration.resolve(this.#project));
      return;
    }
    for (const declaration of this.#declarationsOf(name)) this.#followValue(declaration);
  }

  #followValue(node: Node | undefined): void {
    if (node === undefined) return;
    if (is.isParameterDeclaration(node)) this.#followParameter(node, (value) => this.#follow(value));
    else if (is.isBindingElement(node)) this.#followElement(node);
    else if (is.isVariableDeclaration(node) && is.isIdentifier(node.name)) {
      this.#follow(node.initializer);
      this.#followAssignments(node);
    } else this.#followDeclaration(node);
  }

  /** `let` gets its texts later. */
  #followAssignments(declaration: Node & { readonly name: Node }): void {
    const name = declaration.name.getText();
    const visit = (node: Node): void => {
      if (
        is.isBinaryExpression(node) &&
        [SyntaxKind.EqualsToken, SyntaxKind.PlusEqualsToken].includes(node.operatorToken.kind) &&
        node.left.getText() === name
      )
        this.#follow(node.right);
      if (is.isCallExpression(node) && ['push'].some((method) => node.expression.getText() === `${name}.${method}`))
        for (const value of node.arguments) this.#follow(value);
      node.forEachChild(visit);
    };
    blockOf(declaration)?.forEachChild(visit);
  }

  /** @param see is shown what each call gives for the parameter */
  #followParameter(parameter: Node, see: (value: Expression) => void): void {
    const callable = parameter.parent as Callable;
    const index = callable.parameters.indexOf(parameter);
    const named = is.isConstructorDeclaration(callable)
      ? (callable.parent as unknown as FunctionDeclaration).name
      : is.isArrowFunction(callable) && is.isVariableDeclaration(callable.parent)
        ? callable.parent.name
        : (callable as unknown as FunctionDeclaration).name;
    const symbol = named === undefined ? undefined : this.#checker.getSymbolAtLocation(named);
    if (symbol === undefined) return;
    for (const values of this.#calls.get(this.#resolved(symbol).id) ?? []) {
      const value = values[index];
      if (value !== undefined) see(value);
    }
    const { initializer } = parameter as Node & { readonly initializer?: Expression };
    if (initializer !== undefined) see(initializer);
  }

  /** A name that is taken out of an object. */
  #followElement(element: Node): void {
    const { name, propertyName, initializer } = element as Node & {
      readonly name: Node;
      readonly propertyName?: Node;
      readonly initializer?: Expression;
    };
    this.#follow(initializer);
    const key = (propertyName ?? name).getText();
    const owner = element.parent.parent;
    if (is.isParameterDeclaration(owner)) this.#followParameter(owner, (value) => this.#followKey(value, key));
    else if (is.isVariableDeclaration(owner)) this.#followKey(owner.initializer, key);
  }

  #followKey(node: Node | undefined, key: string): void {
    if (node === undefined) return;
    if (is.isObjectLiteralExpression(node)) this.#followOwn(node, key);
    else if (is.isConditionalExpression(node)) {
      this.#followKey(node.whenTrue, key);
      this.#followKey(node.whenFalse, key);
    } else if (is.isBinaryExpression(node)) {
      this.#followKey(node.left, key);
      this.#followKey(node.right, key);
    } else if (is.isParenthesizedExpression(node)) this.#followKey(node.expression, key);
    else if (is.isArrowFunction(node)) this.#followKey(node.body, key);
    else if (is.isIdentifier(node))
      for (const declaration of this.#declarationsOf(node))
        if (is.isVariableDeclaration(declaration)) this.#followKey(declaration.initializer, key);
    if (is.isCallExpression(node)) {
      const name = is.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      for (const declaration of this.#declarationsOf(name)) {
        const callable = is.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
        const visit = (each: Node): void => {
          if (is.isReturnStatement(each)) this.#followKey(each.expression, key);
          each.forEachChild(visit);
        };
        if (callable !== undefined && is.isArrowFunction(callable) && !is.isBlock(callable.body))
          this.#followKey(callable.body, key);
        else callable?.forEachChild(visit);
      }
    }
  }

  #followOwn(node: ObjectLiteralExpression, key: string): void {
    for (const property of node.properties) {
      if (is.isPropertyAssignment(property) && property.name.getText() === key) this.#follow(property.initializer);
      if (is.isShorthandPropertyAssignment(property) && property.name.getText() === key) this.#follow(property.name);
      if (is.isSpreadAssignment(property)) this.#followKey(property.expression, key);
    }
  }

  #followProperty(name: Node): void {
    for (const declaration of this.#declarationsOf(name)) this.#followDeclaration(declaration);
  }

  #add(node: Node, template: string): void {
    const file = node.getSourceFile() as SourceFile;
    const line = file.text.slice(0, node.pos).split('\n').length;
    const place = `${file.fileName.slice(this.#source.length + 1)}:${line}`;
    if (!this.#found.has(template)) this.#found.set(template, { template, place });
  }
}

function templateOf(node: Node): string {
  if (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (is.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  const isSum = is.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken;
  return isSum ? templateOf(node.left) + templateOf(node.right) : '{}';
}

function blockOf(node: Node): Node | undefined {
  let each: Node | undefined = node.parent;
  while (each !== undefined && !is.isBlock(each) && !is.isSourceFile(each)) each = each.parent;
  return each;
}
