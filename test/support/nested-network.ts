// A network for the tests of its drawing: blocks in blocks, skip connections, a module that is called twice.
import { describeNetwork } from '../../src/network/describe-network.ts';
import * as nn from '../../src/nn/index.ts';

/** conv → ReLU → conv, and around them a skip connection. */
class Residual extends nn.Module {
  readonly path = new nn.Sequential(
    new nn.Conv2d(4, 4, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(4, 4, 3, { padding: 1 }),
  );
  readonly after = new nn.ReLU();

  forward(x: nn.Tensor): nn.Tensor {
    return this.after.call(nn.add(this.path.call(x), x));
  }
}

class Nested extends nn.Module {
  readonly left = new nn.Sequential(new Residual(), new Residual());
  readonly right = new nn.Sequential(new nn.Conv2d(4, 4, 1));

  forward(x: nn.Tensor): nn.Tensor {
    return nn.concat([this.left.call(x), this.right.call(x), x]);
  }
}

class Model extends nn.Module {
  readonly stem = new nn.Conv2d(1, 4, 3, { padding: 1 });
  readonly block = new Residual();
  readonly nested = new Nested();
  readonly join = new nn.Conv2d(12, 4, 1);

  forward(x: nn.Tensor): nn.Tensor {
    const stem = this.stem.call(x);
    const deep = this.nested.call(this.block.call(this.block.call(stem)));
    return nn.add(this.join.call(deep), stem);
  }
}

export const nestedNetwork = describeNetwork(new Model(), [1, 8, 8]);
