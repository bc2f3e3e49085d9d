import { describe, expect, it } from 'vitest';
import { readRunCsv } from './read-run-csv.ts';

const head = 'epoch,train_loss,train_accuracy,test_loss,test_accuracy';

describe('readRunCsv', () => {
  it('reads epochs, with accuracies as fractions', () => {
    expect(readRunCsv(`${head}\n1,1.0233,62.50,0.5896,75.00\n2,nan,,inf,10\n`, 'run.csv')).toEqual([
      { epoch: 1, trainLoss: 1.0233, trainAccuracy: 0.625, testLoss: 0.5896, testAccuracy: 0.75 },
      { epoch: 2, trainLoss: null, trainAccuracy: null, testLoss: null, testAccuracy: 0.1 },
    ]);
  });

  it('finds its columns by name', () => {
    const text = 'seconds,test_accuracy,test_loss,train_accuracy,train_loss,epoch\r\n9,50,2,25,3,7\r\n';
    expect(readRunCsv(text, 'run.csv')).toEqual([
      { epoch: 7, trainLoss: 3, trainAccuracy: 0.25, testLoss: 2, testAccuracy: 0.5 },
    ]);
  });

  it.each([
    ['', 'run.csv: line 1 has no column epoch, train_loss'],
    ['epoch,train_loss', 'run.csv: line 1 has no column train_accuracy, test_loss, test_accuracy'],
    [`${head}\n1,2,3,4`, 'run.csv: line 2: test_accuracy: the line is too short'],
    [`${head}\n1,2,3,4,5\n2,x,3,4,5`, "run.csv: line 3: train_loss: 'x' is not a number"],
    [`${head}\n0,2,3,4,5`, 'run.csv: line 2: epoch is not a whole number of at least 1'],
  ])('says where %j is wrong', (text, message) => {
    expect(() => readRunCsv(text, 'run.csv')).toThrow(message);
  });
});
