// What every answer tells the browser to forbid.

/** Policy of the page: everything comes from this server; WebAssembly is for the playground. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': pagePolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // The playground takes pictures.
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** @param answer keeps what it says itself, such as a policy of its own */
export function secured(answer: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
  return answer;
}
