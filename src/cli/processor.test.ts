import { describe, expect, it } from 'vitest';
import { featuresOfCpuinfo, featuresOfSysctl, selectVectorExtensions } from './processor.ts';

describe('vector extensions', () => {
  it('are found in /proc/cpuinfo', () => {
    const x86 =
      'processor\t: 0\nflags\t\t: fpu smep sse4_2 avx avx2 fma avx512f avx512_vnni amx_tile erms\nbugs\t\t: x\n';
    expect(selectVectorExtensions(featuresOfCpuinfo(x86))).toEqual(
      'sse4_2 avx avx2 fma avx512f avx512_vnni amx_tile'.split(' '),
    );
    expect(selectVectorExtensions(featuresOfCpuinfo('Features\t: fp asimd asimddp sve bf16 crc32\n'))).toEqual(
      'asimd asimddp sve bf16'.split(' '),
    );
    expect(featuresOfCpuinfo('processor : 0\n')).toBe('');
  });

  it('are found in what sysctl prints', () => {
    const apple = 'hw.optional.arm.FEAT_BF16: 1\nhw.optional.arm.FEAT_SME: 0\nhw.optional.arm.FEAT_DotProd: 1\n';
    expect(selectVectorExtensions(featuresOfSysctl(apple))).toEqual(['feat_bf16', 'feat_dotprod']);
    expect(selectVectorExtensions('FPU SSE4.2 AVX1.0 RDTSCP AVX2 FMA')).toEqual(['sse4.2', 'avx1.0', 'avx2', 'fma']);
  });
});
