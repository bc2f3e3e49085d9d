import { describe, expect, it } from 'vitest';
import { RunsFollower } from '../follower/runs-follower.ts';
import { createStudioApp } from './studio-app.ts';

const app = createStudioApp({
  directory: '.',
  pageDirectory: '.',
  follower: new RunsFollower('.'),
  signal: new AbortController().signal,
  onUnexpected: (error) => {
    throw error;
  },
});

describe('/api/networks', () => {
  it('lists the networks with the shape of an image', async () => {
    const response = await app.request('/api/networks');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([
      { name: 'GoogLeNet', imageShape: [1, 96, 96] },
      { name: 'LeNet', imageShape: [1, 28, 28] },
    ]);
  });

  it.each([
    ['GoogLeNet', 5_977_530],
    ['LeNet', 61_706],
  ])('describes %s', async (name, parameters) => {
    const response = await app.request(`/api/networks/${name}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ name, totals: { parameters } });
  });

  it('says which networks there are when asked for another', async () => {
    const response = await app.request('/api/networks/ResNet');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NETWORK_NOT_FOUND', hint: 'there are GoogLeNet and LeNet' });
  });
});
