// Graphs as text: how a tiny net becomes a training step, what each pass changes, and what is refused with which words.
import { describe, expect, it } from 'vitest';
import { differentiate } from '../src/compile/gradient.ts';
import { applyOptimizer, SGD } from '../src/compile/optimizer.ts';
import { applyRules } from '../src/compile/passes/apply-rules.ts';
import { removeIdentities } from '../src/compile/passes/remove-identities.ts';
import { removeUnused } from '../src/compile/passes/remove-unused.ts';
import { evaluationStep, prediction, trainingStep } from '../src/compile/programs.ts';
import { Trace } from '../src/compile/trace.ts';
import { GraphError } from '../src/errors/graph-error.ts';
import { ModelError } from '../src/errors/model-error.ts';
import { ShapeError } from '../src/errors/shape-error.ts';
import type { Graph } from '../src/graph/graph.ts';
import { GraphBuilder } from '../src/graph/graph-builder.ts';
import type { Node } from '../src/graph/node.ts';
import { printGraph } from '../src/graph/print-graph.ts';
import { verifyGraph } from '../src/graph/verify-graph.ts';
import { GoogLeNet, IncepBlock } from '../src/models/googlenet.ts';
import * as nn from '../src/nn/index.ts';
import { opTable } from '../src/ops/op-table.ts';
import { CaseGraph } from './support/case-graph.ts';
import { TinyNet } from './support/small-nets.ts';

const loss = new nn.CrossEntropyLoss();
const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
const imageShape = [2, 1, 4, 4];

function traceTinyNet(): Graph {
  const model = new TinyNet();
  const trace = new Trace(new Map<string, nn.Module>().set('', model).set('loss', loss));
  const images = trace.input('images', 'data', { shape: imageShape, dtype: 'float32' });
  const labels = trace.input('labels', 'data', { shape: [2], dtype: 'int32' });
  return trace.build('tiny', { loss: loss.call(model.call(images), labels) });
}

describe('the training step of a tiny net', () => {
  it('is traced as written', () => {
    expect(printGraph(traceTinyNet())).toMatchInlineSnapshot(`
      "graph tiny
        %images = input data                                                                       [2,1,4,4]
        %labels = input data                                                                       [2] int32
        %convolution.weight = input parameter                                                      [2,1,3,3]   # convolution
        %convolution.bias = input parameter                                                        [2]         # convolution
        %4 = conv2d(%images, %convolution.weight, %convolution.bias) {stride: 1,1, padding: 1,1}   [2,2,4,4]   # convolution
        %5 = relu(%4)                                                                              [2,2,4,4]   # activation
        %6 = maxPool2d(%5) {kernel: 2,2, stride: 2,2, padding: 0,0}                                [2,2,2,2]   # pool
        %7 = reshape(%6) {shape: 2,8}                                                              [2,8]       # flatten
        %classifier.weight = input parameter                                                       [3,8]       # classifier
        %classifier.bias = input parameter                                                         [3]         # classifier
        %10 = linear(%7, %classifier.weight, %classifier.bias)                                     [2,3]       # classifier
        %11 = softmaxCrossEntropy(%10, %labels)                                                    [1]         # loss
        return loss = %11
      "
    `);
  });

  it('gains a gradient for each parameter', () => {
    expect(printGraph(differentiate(traceTinyNet()))).toMatchInlineSnapshot(`
      "graph tiny
        %images = input data                                                                                   [2,1,4,4]
        %labels = input data                                                                                   [2] int32
        %convolution.weight = input parameter                                                                  [2,1,3,3]   # convolution
        %convolution.bias = input parameter                                                                    [2]         # convolution
        %4 = conv2d(%images, %convolution.weight, %convolution.bias) {stride: 1,1, padding: 1,1}               [2,2,4,4]   # convolution
        %5 = relu(%4)                                                                                          [2,2,4,4]   # activation
        %6 = maxPool2d(%5) {kernel: 2,2, stride: 2,2, padding: 0,0}                                            [2,2,2,2]   # pool
        %7 = reshape(%6) {shape: 2,8}                                                                          [2,8]       # flatten
        %classifier.weight = input parameter                                                                   [3,8]       # classifier
        %classifier.bias = input parameter                                                                     [3]         # classifier
        %10 = linear(%7, %classifier.weight, %classifier.bias)                                                 [2,3]       # classifier
        %11 = softmaxCrossEntropy(%10, %labels)                                                                [1]         # loss
        %12 = constant() {value: 1}                                                                            [1]
        %13 = softmaxCrossEntropyGradient(%10, %labels)                                                        [2,3]       # loss
        %14 = multiply(%13, %12)                                                                               [2,3]       # loss
        %15 = linearInputGradient(%14, %classifier.weight)                                                     [2,8]       # classifier
        %16 = linearWeightGradient(%7, %14)                                                                    [3,8]       # classifier
        %17 = channelSum(%14)                                                                                  [3]         # classifier
        %18 = reshape(%15) {shape: 2,2,2,2}                                                                    [2,2,2,2]   # flatten
        %19 = maxPool2dGradient(%5, %6, %18) {kernel: 2,2, stride: 2,2, padding: 0,0}                          [2,2,4,4]   # pool
        %20 = reluGradient(%5, %19)                                                                            [2,2,4,4]   # activation
        %21 = conv2dInputGradient(%20, %convolution.weight) {stride: 1,1, padding: 1,1, inputShape: 2,1,4,4}   [2,1,4,4]   # convolution
        %22 = conv2dWeightGradient(%images, %20) {stride: 1,1, padding: 1,1, weightShape: 2,1,3,3}             [2,1,3,3]   # convolution
        %23 = channelSum(%20)                                                                                  [2]         # convolution
        return loss = %11
        return gradient.convolution.weight = %22
        return gradient.convolution.bias = %23
        return gradient.classifier.weight = %16
        return gradient.classifier.bias = %17
      "
    `);
  });

  it('gains an update for each parameter, and state for each momentum', () => {
    const before = differentiate(traceTinyNet());
    const lines = new Set(printGraph(before).split('\n'));
    const after = printGraph(applyOptimizer(before, optimizer)).split('\n');
    expect(after.filter((line) => !lines.has(line)).join('\n')).toMatchInlineSnapshot(`
      "  %learningRate = input hyperparameter                                                                   [1]
        %momentum.convolution.weight = input optimizerState                                                    [2,1,3,3]
        %26 = scale(%momentum.convolution.weight) {factor: 0.9}                                                [2,1,3,3]
        %27 = add(%26, %22)                                                                                    [2,1,3,3]
        %28 = multiply(%27, %learningRate)                                                                     [2,1,3,3]
        %29 = subtract(%convolution.weight, %28)                                                               [2,1,3,3]
        %momentum.convolution.bias = input optimizerState                                                      [2]
        %31 = scale(%momentum.convolution.bias) {factor: 0.9}                                                  [2]
        %32 = add(%31, %23)                                                                                    [2]
        %33 = multiply(%32, %learningRate)                                                                     [2]
        %34 = subtract(%convolution.bias, %33)                                                                 [2]
        %momentum.classifier.weight = input optimizerState                                                     [3,8]
        %36 = scale(%momentum.classifier.weight) {factor: 0.9}                                                 [3,8]
        %37 = add(%36, %16)                                                                                    [3,8]
        %38 = multiply(%37, %learningRate)                                                                     [3,8]
        %39 = subtract(%classifier.weight, %38)                                                                [3,8]
        %momentum.classifier.bias = input optimizerState                                                       [3]
        %41 = scale(%momentum.classifier.bias) {factor: 0.9}                                                   [3]
        %42 = add(%41, %17)                                                                                    [3]
        %43 = multiply(%42, %learningRate)                                                                     [3]
        %44 = subtract(%classifier.bias, %43)                                                                  [3]
        update %convolution.weight = %29
        update %momentum.convolution.weight = %27
        update %convolution.bias = %34
        update %momentum.convolution.bias = %32
        update %classifier.weight = %39
        update %momentum.classifier.weight = %37
        update %classifier.bias = %44
        update %momentum.classifier.bias = %42"
    `);
  });

  it('is then what the engine gets', () => {
    expect(printGraph(trainingStep({ model: new TinyNet(), loss, optimizer, imageShape }))).toMatchInlineSnapshot(`
      "graph trainingStep
        %images = input data                                                                         [2,1,4,4]
        %labels = input data                                                                         [2] int32
        %convolution.weight = input parameter                                                        [2,1,3,3]   # convolution
        %convolution.bias = input parameter                                                          [2]         # convolution
        %4 = conv2d(%images, %convolution.weight, %convolution.bias) {stride: 1,1, padding: 1,1}     [2,2,4,4]   # convolution
        %5 = maxPool2d(%4) {kernel: 2,2, stride: 2,2, padding: 0,0}                                  [2,2,2,2]   # pool
        %6 = relu(%5)                                                                                [2,2,2,2]   # activation
        %7 = reshape(%6) {shape: 2,8}                                                                [2,8]       # flatten
        %classifier.weight = input parameter                                                         [3,8]       # classifier
        %classifier.bias = input parameter                                                           [3]         # classifier
        %10 = linear(%7, %classifier.weight, %classifier.bias)                                       [2,3]       # classifier
        %11 = softmaxCrossEntropy(%10, %labels)                                                      [1]         # loss
        %12 = countCorrect(%10, %labels)                                                             [1]
        %13 = softmaxCrossEntropyGradient(%10, %labels)                                              [2,3]       # loss
        %14 = linearInputGradient(%13, %classifier.weight)                                           [2,8]       # classifier
        %15 = linearWeightGradient(%7, %13)                                                          [3,8]       # classifier
        %16 = channelSum(%13)                                                                        [3]         # classifier
        %17 = reshape(%14) {shape: 2,2,2,2}                                                          [2,2,2,2]   # flatten
        %18 = reluGradient(%6, %17)                                                                  [2,2,2,2]   # activation
        %19 = maxPool2dGradient(%4, %5, %18) {kernel: 2,2, stride: 2,2, padding: 0,0}                [2,2,4,4]   # pool
        %20 = conv2dWeightGradient(%images, %19) {stride: 1,1, padding: 1,1, weightShape: 2,1,3,3}   [2,1,3,3]   # convolution
        %21 = channelSum(%19)                                                                        [2]         # convolution
        %learningRate = input hyperparameter                                                         [1]
        %momentum.convolution.weight = input optimizerState                                          [2,1,3,3]
        %24 = scale(%momentum.convolution.weight) {factor: 0.9}                                      [2,1,3,3]
        %25 = add(%24, %20)                                                                          [2,1,3,3]
        %26 = multiply(%25, %learningRate)                                                           [2,1,3,3]
        %27 = subtract(%convolution.weight, %26)                                                     [2,1,3,3]
        %momentum.convolution.bias = input optimizerState                                            [2]
        %29 = scale(%momentum.convolution.bias) {factor: 0.9}                                        [2]
        %30 = add(%29, %21)                                                                          [2]
        %31 = multiply(%30, %learningRate)                                                           [2]
        %32 = subtract(%convolution.bias, %31)                                                       [2]
        %momentum.classifier.weight = input optimizerState                                           [3,8]
        %34 = scale(%momentum.classifier.weight) {factor: 0.9}                                       [3,8]
        %35 = add(%34, %15)                                                                          [3,8]
        %36 = multiply(%35, %learningRate)                                                           [3,8]
        %37 = subtract(%classifier.weight, %36)                                                      [3,8]
        %momentum.classifier.bias = input optimizerState                                             [3]
        %39 = scale(%momentum.classifier.bias) {factor: 0.9}                                         [3]
        %40 = add(%39, %16)                                                                          [3]
        %41 = multiply(%40, %learningRate)                                                           [3]
        %42 = subtract(%classifier.bias, %41)                                                        [3]
        return loss = %11
        return correct = %12
        update %convolution.weight = %27
        update %momentum.convolution.weight = %25
        update %convolution.bias = %32
        update %momentum.convolution.bias = %30
        update %classifier.weight = %37
        update %momentum.classifier.weight = %35
        update %classifier.bias = %42
        update %momentum.classifier.bias = %40
      "
    `);
  });
});

describe('passes', () => {
  it('remove operations that return their input', () => {
    const graph = new CaseGraph();
    const x = graph.floats(2, 3);
    const one = graph.constant(1, { shape: [1], dtype: 'float32' });
    const same = graph.add('reshape', { shape: [2, 3] }, [graph.add('scale', { factor: 1 }, [x])]);
    const kept = graph.add('scale', { factor: 2 }, [graph.add('multiply', {}, [same, one])]);
    const before = graph.build('identities', new Map<string, Node>().set('y', kept).set('same', same));
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "graph identities
        %x0 = input data                [2,3]
        %1 = constant() {value: 1}      [1]
        %2 = scale(%x0) {factor: 1}     [2,3]
        %3 = reshape(%2) {shape: 2,3}   [2,3]
        %4 = multiply(%3, %1)           [2,3]
        %5 = scale(%4) {factor: 2}      [2,3]
        return y = %5
        return same = %3
      "
    `);
    expect(printGraph(removeIdentities(before))).toMatchInlineSnapshot(`
      "graph identities
        %x0 = input data              [2,3]
        %1 = constant() {value: 1}    [1]
        %2 = scale(%x0) {factor: 2}   [2,3]
        return y = %2
        return same = %x0
      "
    `);
  });

  it('remove what no result needs, inputs too', () => {
    const graph = new CaseGraph();
    const [x, unused]: readonly Node[] = [graph.floats(2, 3), graph.floats(2, 3)];
    graph.add('relu', {}, [graph.add('add', {}, [x, unused])]);
    const before = graph.build('unused', new Map([['y', graph.add('relu', {}, [x]) as Node]]));
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "graph unused
        %x0 = input data     [2,3]
        %x1 = input data     [2,3]
        %2 = add(%x0, %x1)   [2,3]
        %3 = relu(%2)        [2,3]
        %4 = relu(%x0)       [2,3]
        return y = %4
      "
    `);
    expect(printGraph(removeUnused(before))).toMatchInlineSnapshot(`
      "graph unused
        %x0 = input data   [2,3]
        %1 = relu(%x0)     [2,3]
        return y = %1
      "
    `);
  });

  it('put a ReLU behind the pool that reads it', () => {
    const before = reluAndPool();
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "graph pooled
        %x0 = input data                                              [1,2,6,6]
        %1 = relu(%x0)                                                [1,2,6,6]
        %2 = maxPool2d(%1) {kernel: 2,2, stride: 2,2, padding: 0,0}   [1,2,3,3]
        return y = %2
      "
    `);
    expect(printGraph(removeUnused(applyRules(before)))).toMatchInlineSnapshot(`
      "graph pooled
        %x0 = input data                                               [1,2,6,6]
        %1 = maxPool2d(%x0) {kernel: 2,2, stride: 2,2, padding: 0,0}   [1,2,3,3]
        %2 = relu(%1)                                                  [1,2,3,3]
        return y = %2
      "
    `);
  });

  it('leave a ReLU that something else reads as well', () => {
    const before = reluAndPool((relu) => ['activations', relu]);
    expect(printGraph(removeUnused(applyRules(before)))).toBe(printGraph(before));
  });

  it('leave nothing to do for a second time, and the input graph as it was', () => {
    const before = applyOptimizer(differentiate(traceTinyNet()), optimizer);
    const print = printGraph(before);
    for (const pass of [removeIdentities, applyRules, removeUnused]) {
      const once = pass(before);
      verifyGraph(once, opTable);
      expect(printGraph(pass(once)), pass.name).toBe(printGraph(once));
    }
    expect(printGraph(before)).toBe(print);
  });

  function reluAndPool(also?: (relu: Node) => readonly [string, Node]): Graph {
    const graph = new CaseGraph();
    const relu = graph.add('relu', {}, [graph.floats(1, 2, 6, 6)]);
    const pool = graph.add('maxPool2d', { kernel: [2, 2], stride: [2, 2], padding: [0, 0] }, [relu]);
    const outputs = new Map<string, Node>([['y', pool]]);
    if (also !== undefined) outputs.set(...also(relu));
    return graph.build('pooled', outputs);
  }
});

describe('the print of a step', () => {
  const step = (batch: number, momentum: number) =>
    printGraph(
      trainingStep({
        model: new TinyNet(),
        loss,
        optimizer: new SGD({ learningRate: 1, momentum }),
        imageShape: [batch, 1, 4, 4],
      }),
    );

  it('is the same for the same step, whatever the weights', () => {
    expect(step(2, 0.9)).toBe(step(2, 0.9));
  });

  it('differs with a shape or an attribute', () => {
    expect(new Set([step(2, 0.9), step(3, 0.9), step(2, 0.8), step(2, 0)]).size).toBe(4);
  });
});

describe('GoogLeNet as a graph', () => {
  it('has 116 parameters, an update for each, and one activation for each convolution', () => {
    const graph = trainingStep({ model: new GoogLeNet(), loss, optimizer, imageShape: [2, 1, 96, 96] });
    const count = (op: string) => graph.nodes.filter((node) => node.op === op).length;
    expect(graph.updates.size).toBe(2 * 116);
    expect([...graph.outputs.keys()]).toEqual(['loss', 'correct']);
    expect(count('conv2d')).toBe(57);
    expect(count('relu')).toBe(57);
    expect(count('conv2dWeightGradient')).toBe(57);
    // The images need no gradient.
    expect(count('conv2dInputGradient')).toBe(56);
    expect(count('maxPool2dGradient')).toBe(13);
  });
});

describe('verifyGraph', () => {
  const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
  const graph = new GraphBuilder(opTable);
  const images = graph.input('images', 'data', float(2, 3));
  const weights = graph.input('weights', 'parameter', float(2, 3));
  const sum = graph.add('add', {}, [images, weights]);
  const total = graph.add('channelSum', {}, [sum]);
  const good = graph.build(
    'checked',
    new Map<string, Node>([['total', total]]),
    new Map<string, Node>([['weights', sum]]),
  );

  const failures: Readonly<Record<string, readonly [Partial<Graph>, string]>> = {
    'an order in which a node precedes its input': [
      { nodes: [images, weights, total, sum] as readonly Node[] },
      'graph checked: %3 channelSum uses %2 add before it is computed',
    ],
    'a result that is not among the nodes': [
      { nodes: [images, weights, sum] as readonly Node[] },
      'graph checked: result %3 channelSum is not among the nodes',
    ],
    'a node that claims another shape': [
      {
        nodes: [images, weights, { ...sum, shape: [3, 2] }] as readonly Node[],
        outputs: new Map(),
        updates: new Map(),
      },
      'graph checked: %2 add claims [3,2] but yields [2,3]',
    ],
    'two inputs of one name': [
      { nodes: [images, { ...images, id: 1 }] as readonly Node[], outputs: new Map(), updates: new Map() },
      'graph checked: two inputs have the same name',
    ],
    'an update of nothing': [
      { updates: new Map<string, Node>([['bias', sum]]) },
      'graph checked: update of bias, which is not an input',
    ],
    'an update of what the caller gives': [
      { updates: new Map<string, Node>([['images', sum]]) },
      'graph checked: update of images, which is given at each run',
    ],
    'an update of another shape': [
      { updates: new Map<string, Node>([['weights', total]]) },
      'graph checked: update of weights has shape [3] instead of [2,3]',
    ],
  };

  it('accepts a good graph', () => {
    expect(() => verifyGraph(good, opTable)).not.toThrow();
  });

  it.each(Object.entries(failures))('refuses %s', (_, [change, message]) => {
    const bad: Graph = { ...good, ...change };
    expect(() => verifyGraph(bad, opTable)).toThrow(GraphError);
    expect(() => verifyGraph(bad, opTable)).toThrow(message);
  });

  it('is not even reached by a name that is declared twice', () => {
    const builder = new GraphBuilder(opTable);
    builder.input('x', 'data', float(1));
    expect(() => builder.input('x', 'data', float(1))).toThrow('input x is declared twice');
  });
});

describe('errors of a model that does not fit', () => {
  const messageOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof Error) return `${error.name}: ${error.message}`;
    }
    return 'nothing was thrown';
  };

  class Mismatched extends nn.Module {
    readonly model = new nn.Sequential(new nn.Conv2d(1, 192, 1), new IncepBlock(256, 64, [96, 128], [16, 32], 32));

    forward(x: nn.Tensor): nn.Tensor {
      return this.model.call(x);
    }
  }

  it('say where, what, the operands, and what to do', () => {
    const trace = () => prediction(new Mismatched(), [2, 1, 12, 12]);
    expect(trace).toThrow(ShapeError);
    expect(messageOf(trace)).toMatchInlineSnapshot(
      `"ShapeError: model.1.channel1.0: conv2d: input has 192 channels, weight expects 256 · x [2,192,12,12] · w [64,256,1,1] · b [64] · hint: make inChannels the channels of the layer before"`,
    );
  });

  it.each([
    [
      () => prediction(new nn.Linear(4, 2), [2, 1, 2, 2]),
      'linear: expects rows [N, features] · x [2,1,2,2] · w [2,4] · b [2] · hint: put a Flatten before it',
    ],
    [
      () => prediction(new nn.Sequential(new nn.Flatten(), new nn.Linear(5, 2)), [2, 1, 2, 2]),
      '1: linear: input has 4 features, weight expects 5 · x [2,4] · w [2,5] · b [2] · hint: make inFeatures the size of the flattened input',
    ],
    [
      () => prediction(new nn.Conv2d(1, 2, 5), [2, 1, 4, 4]),
      'conv2d: a 5×5 window does not fit into 4×4 with padding 0,0 · x [2,1,4,4] · w [2,1,5,5] · b [2] · hint: use larger images or a smaller kernel',
    ],
    [
      () => prediction(new nn.MaxPool2d(3, { padding: 2 }), [2, 1, 4, 4]),
      'maxPool2d: padding 2,2 is more than half of the kernel 3,3 · x [2,1,4,4]',
    ],
    [() => prediction(new nn.MaxPool2d(2), [2, 16]), 'maxPool2d: expects float32 images [N, C, H, W] · x [2,16]'],
    [
      () => evaluationStep({ model: new nn.ReLU(), loss, imageShape: [2, 3, 4, 4] }),
      'loss: softmaxCrossEntropy: expects logits [N, classes] · logits [2,3,4,4] · labels [2] · hint: end the model with a Linear layer',
    ],
  ])('in each operation (case %#)', (trace, message) => {
    expect(trace).toThrow(ShapeError);
    expect(messageOf(trace)).toBe(`ShapeError: ${message}`);
  });

  it('are of the model where it calls what is not its own', () => {
    class Outside extends nn.Module {
      forward(x: nn.Tensor): nn.Tensor {
        return new nn.ReLU().call(x);
      }
    }
    const trace = () => prediction(new Outside(), [2, 3]);
    expect(trace).toThrow(ModelError);
    expect(trace).toThrow('calls a ReLU that is not one of its properties');
  });
});
