import { homedir, userInfo } from 'node:os';
import { beforeEach, expect, it, vi } from 'vitest';
import { homeDirectory } from '../formats/home-directory.ts';
import { fashionMnist } from './fashion-mnist/fashion-mnist.ts';
import { fashionMnistCache, locateFashionMnist } from './fashion-mnist/locate.ts';

vi.mock('node:os', { spy: true });

const unknown = () => {
  throw new Error('ENOENT: no such file or directory, uv_os_homedir');
};
const entry = (home: string) => () => ({ homedir: home }) as ReturnType<typeof userInfo>;

beforeEach(() => {
  vi.mocked(homedir).mockReturnValue('/home/somebody');
  vi.mocked(userInfo).mockImplementation(unknown);
});

it('is what HOME says, and else what the system says of the user', () => {
  expect(homeDirectory()).toBe('/home/somebody');
  for (const home of ['', 'relative/home', '.']) {
    vi.mocked(homedir).mockReturnValue(home);
    vi.mocked(userInfo).mockImplementation(entry('/home/entry'));
    expect(homeDirectory()).toBe('/home/entry');
    vi.mocked(userInfo).mockImplementation(entry(''));
    expect(homeDirectory()).toBeUndefined();
  }
});

it('may be unknown, and Fashion-MNIST is then looked for without a cache', async () => {
  vi.mocked(homedir).mockImplementation(unknown);
  expect(homeDirectory()).toBeUndefined();
  expect(fashionMnistCache()).toBeUndefined();
  expect(fashionMnistCache('/cache')).toBe('/cache/googlenet/fashion-mnist');
  const nowhere = { systemDirectories: ['/nowhere'] };
  expect(await locateFashionMnist(nowhere)).toBeUndefined();
  await expect(fashionMnist({ ...nowhere, split: 'test', mirrors: ['http://127.0.0.1:1/'] })).rejects.toThrow(
    /^Fashion-MNIST is not on this machine, and there is no folder to download it to: .* · hint: .*XDG_CACHE_HOME/,
  );
});
