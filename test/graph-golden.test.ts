// Graphs as text: how a tiny net becomes a training step, what each pass changes, and what is refused with which words.
import { describe, expect, it } from 'vitest';
import { differentiate } from '../src/compile/gradient.ts';
import { accumulating } from '../src/compile/interim.ts';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { applyRules } from '../src/compile/passes/apply-rules.ts';
import { removeIdentities } from '../src/compile/passes/remove-identities.ts';
import { removeUnused } from '../src/compile/passes/remove-unused.ts';
import { evaluationStep, prediction, trainingStep } from '../src/compile/programs.ts';
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
import { CaseGraph, forwardGraph } from './support/case-graph.ts';
import { TinyNet } from './support/small-nets.ts';
import { tinyImages, traceTinyNet } from './support/trace-tiny-net.ts';

const loss = new nn.CrossEntropyLoss();
const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
const unpadded = { stride: [1, 1], padding: [0, 0] } as const;

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
        %11 = softmaxCrossEntropy(%10, %labels) {labelSmoothing: 0}                                [1]         # loss
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
        %11 = softmaxCrossEntropy(%10, %labels) {labelSmoothing: 0}                                            [1]         # loss
        %12 = constant() {value: 1}                                                                            [1]
        %13 = softmaxCrossEntropyGradient(%10, %labels) {labelSmoothing: 0}                                    [2,3]       # loss
        %14 = multiply(%13, %12)                                                                               [2,3]       # loss
        %15 = linearInputGradient(%14, %classifier.weight)                                                     [2,8]       # classifier
        %16 = linearWeightGradient(%7, %14)                                                                    [3,8]       # classifier
        %17 = channelSum(%14) {axis: 1}                                                                        [3]         # classifier
        %18 = reshape(%15) {shape: 2,2,2,2}                                                                    [2,2,2,2]   # flatten
        %19 = maxPool2dGradient(%5, %6, %18) {kernel: 2,2, stride: 2,2, padding: 0,0}                          [2,2,4,4]   # pool
        %20 = reluGradient(%5, %19)                                                                            [2,2,4,4]   # activation
        %21 = conv2dInputGradient(%20, %convolution.weight) {stride: 1,1, padding: 1,1, inputShape: 2,1,4,4}   [2,1,4,4]   # convolution
        %22 = conv2dWeightGradient(%images, %20) {stride: 1,1, padding: 1,1, weightShape: 2,1,3,3}             [2,1,3,3]   # convolution
        %23 = channelSum(%20) {axis: 1}                                                                        [2]         # convolution
        return loss = %11
        return gradient.convolution.weight = %22
        return gradient.convolution.bias = %23
        return gradient.classifier.weight = %16
        return gradient.classifier.bias = %17
      "
    `);
  });

  const step = trainingStep({ model: new TinyNet(), loss, optimizer, imageShape: tinyImages });

  it('then leaves its gradients', () => {
    expect(printGraph(step.compute)).toMatchInlineSnapshot(`
      "graph compute
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
        %11 = softmaxCrossEntropy(%10, %labels) {labelSmoothing: 0}                                  [1]         # loss
        %12 = labelWeight(%labels) {labelSmoothing: 0}                                               [1]
        %13 = countCorrect(%10, %labels)                                                             [1]
        %14 = softmaxCrossEntropyGradient(%10, %labels) {labelSmoothing: 0}                          [2,3]       # loss
        %15 = linearInputGradient(%14, %classifier.weight)                                           [2,8]       # classifier
        %16 = linearWeightGradient(%7, %14)                                                          [3,8]       # classifier
        %17 = channelSum(%14) {axis: 1}                                                              [3]         # classifier
        %18 = reshape(%15) {shape: 2,2,2,2}                                                          [2,2,2,2]   # flatten
        %19 = reluGradient(%6, %18)                                                                  [2,2,2,2]   # activation
        %20 = maxPool2dGradient(%4, %5, %19) {kernel: 2,2, stride: 2,2, padding: 0,0}                [2,2,4,4]   # pool
        %21 = conv2dWeightGradient(%images, %20) {stride: 1,1, padding: 1,1, weightShape: 2,1,3,3}   [2,1,3,3]   # convolution
        %22 = channelSum(%20) {axis: 1}                                                              [2]         # convolution
        %gradient.convolution.weight = input interim                                                 [2,1,3,3]
        %gradient.convolution.bias = input interim                                                   [2]
        %gradient.classifier.weight = input interim                                                  [3,8]
        %gradient.classifier.bias = input interim                                                    [3]
        return loss = %11
        return weight = %12
        return correct = %13
        update %gradient.convolution.weight = %21
        update %gradient.convolution.bias = %22
        update %gradient.classifier.weight = %16
        update %gradient.classifier.bias = %17
      "
    `);
  });

  it('is followed by an update of each parameter and its momentum', () => {
    expect(printGraph(step.update)).toMatchInlineSnapshot(`
      "graph update
        %learningRate = input hyperparameter                          [1]
        %gradientScale = input hyperparameter                         [1]
        %convolution.weight = input parameter                         [2,1,3,3]
        %gradient.convolution.weight = input interim                  [2,1,3,3]
        %4 = multiply(%gradient.convolution.weight, %gradientScale)   [2,1,3,3]
        %momentum.convolution.weight = input optimizer                [2,1,3,3]
        %6 = scale(%momentum.convolution.weight) {factor: 0.9}        [2,1,3,3]
        %7 = add(%6, %4)                                              [2,1,3,3]
        %8 = multiply(%7, %learningRate)                              [2,1,3,3]
        %9 = subtract(%convolution.weight, %8)                        [2,1,3,3]
        %convolution.bias = input parameter                           [2]
        %gradient.convolution.bias = input interim                    [2]
        %12 = multiply(%gradient.convolution.bias, %gradientScale)    [2]
        %momentum.convolution.bias = input optimizer                  [2]
        %14 = scale(%momentum.convolution.bias) {factor: 0.9}         [2]
        %15 = add(%14, %12)                                           [2]
        %16 = multiply(%15, %learningRate)                            [2]
        %17 = subtract(%convolution.bias, %16)                        [2]
        %classifier.weight = input parameter                          [3,8]
        %gradient.classifier.weight = input interim                   [3,8]
        %20 = multiply(%gradient.classifier.weight, %gradientScale)   [3,8]
        %momentum.classifier.weight = input optimizer                 [3,8]
        %22 = scale(%momentum.classifier.weight) {factor: 0.9}        [3,8]
        %23 = add(%22, %20)                                           [3,8]
        %24 = multiply(%23, %learningRate)                            [3,8]
        %25 = subtract(%classifier.weight, %24)                       [3,8]
        %classifier.bias = input parameter                            [3]
        %gradient.classifier.bias = input interim                     [3]
        %28 = multiply(%gradient.classifier.bias, %gradientScale)     [3]
        %momentum.classifier.bias = input optimizer                   [3]
        %30 = scale(%momentum.classifier.bias) {factor: 0.9}          [3]
        %31 = add(%30, %28)                                           [3]
        %32 = multiply(%31, %learningRate)                            [3]
        %33 = subtract(%classifier.bias, %32)                         [3]
        update %convolution.weight = %9
        update %momentum.convolution.weight = %7
        update %convolution.bias = %17
        update %momentum.convolution.bias = %15
        update %classifier.weight = %25
        update %momentum.classifier.weight = %23
        update %classifier.bias = %33
        update %momentum.classifier.bias = %31
      "
    `);
  });

  it('adds to the gradients of the batch before', () => {
    const lines = new Set(printGraph(step.compute).split('\n'));
    const added = printGraph(accumulating(step.compute)).split('\n');
    expect(added.filter((line) => !lines.has(line)).join('\n')).toMatchInlineSnapshot(`
      "  %27 = add(%gradient.convolution.weight, %21)                                                 [2,1,3,3]
        %28 = add(%gradient.convolution.bias, %22)                                                   [2]
        %29 = add(%gradient.classifier.weight, %16)                                                  [3,8]
        %30 = add(%gradient.classifier.bias, %17)                                                    [3]
        update %gradient.convolution.weight = %27
        update %gradient.convolution.bias = %28
        update %gradient.classifier.weight = %29
        update %gradient.classifier.bias = %30"
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
    const before = differentiate(traceTinyNet());
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
    Object.values(
      trainingStep({
        model: new TinyNet(),
        loss,
        optimizer: new SGD({ learningRate: 1, momentum }),
        imageShape: [batch, 1, 4, 4],
      }),
    )
      .map(printGraph)
      .join('');

  it('is the same for the same step, whatever the weights', () => {
    expect(step(2, 0.9)).toBe(step(2, 0.9));
  });

  it('differs with a shape or an attribute', () => {
    expect(new Set([step(2, 0.9), step(3, 0.9), step(2, 0.8), step(2, 0)]).size).toBe(4);
  });
});

describe('GoogLeNet as a graph', () => {
  it('has 116 parameters, an update for each, and one activation for each convolution', () => {
    const { compute, update } = trainingStep({ model: new GoogLeNet(), loss, optimizer, imageShape: [2, 1, 96, 96] });
    const count = (op: string) => compute.nodes.filter((node) => node.op === op).length;
    expect(compute.updates.size).toBe(116);
    expect(update.updates.size).toBe(2 * 116);
    expect([...compute.outputs.keys()]).toEqual(['loss', 'weight', 'correct']);
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
  const total = graph.add('channelSum', { axis: 1 }, [sum]);
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
    [
      () => prediction(new nn.Conv2d(4, 2, 3, { dilation: 2, groups: 2 }), [2, 4, 4, 4]),
      'conv2d: a 5×5 window does not fit into 4×4 with padding 0,0 · x [2,4,4,4] · w [2,2,3,3] · b [2] · hint: use larger images or a smaller kernel',
    ],
    [
      () => prediction(new nn.Conv2d(4, 2, 3, { groups: 2 }), [2, 2, 4, 4]),
      'conv2d: input has 2 channels, weight expects 4 · x [2,2,4,4] · w [2,2,3,3] · b [2] · hint: make inChannels the channels of the layer before',
    ],
    [
      () => prediction(new nn.AvgPool2d(3, { stride: 2, ceilMode: true }), [2, 1, 1, 4]),
      'averagePool2d: a 3×3 window does not fit into 1×4 with padding 0,0 · x [2,1,1,4] · hint: use larger images or a smaller kernel',
    ],
    [
      () =>
        forwardGraph((g) => g.add('conv2d', { ...unpadded, groups: 2 }, [g.floats(1, 4, 3, 3), g.floats(3, 2, 1, 1)])),
      'conv2d: 3 filters cannot be divided into 2 groups · x [1,4,3,3] · w [3,2,1,1]',
    ],
    [
      () =>
        forwardGraph((g) =>
          g.add('conv2d', { ...unpadded, dilation: [0, 1] }, [g.floats(1, 2, 3, 3), g.floats(3, 2, 1, 1)]),
        ),
      'conv2d: groups 1 and dilation 0,1 must be whole numbers of at least 1 · x [1,2,3,3] · w [3,2,1,1]',
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
