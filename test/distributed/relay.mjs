// A switch with long cables, in user space, since not every kernel can delay: one tap device for each host, and whatever comes
// out of one goes into the others, so many milliseconds later.
//
//   node relay.mjs DEVICES DELAY      makes relay1, relay2, …, and prints a line when they are there
import { openSync, read, writeSync } from 'node:fs';
import koffi from 'koffi';

const [devices, delay] = process.argv.slice(2).map(Number);

/** see: linux/if_tun.h */
const setInterface = 0x400454ca;
const tapWithoutHeader = 0x1002;
const frameBytes = 2048;

const ioctl = koffi.load(null).func('ioctl', 'int', ['int', 'ulong', 'void *']);

const files = Array.from({ length: devices }, (_, index) => {
  const file = openSync('/dev/net/tun', 'r+');
  const request = Buffer.alloc(40);
  request.write(`relay${index + 1}`);
  request.writeUInt16LE(tapWithoutHeader, 16);
  if (ioctl(file, setInterface, request) !== 0) throw new Error(`relay${index + 1} cannot be made`);
  return file;
});

/** What a host cannot take is lost, as on any cable. */
function send(file, frame) {
  try {
    writeSync(file, frame);
  } catch (error) {
    if (error.code !== 'EIO' && error.code !== 'ENOBUFS') throw error;
  }
}

function listen(file) {
  const buffer = Buffer.alloc(frameBytes);
  read(file, buffer, 0, frameBytes, null, (error, length) => {
    if (error === null) {
      const others = files.filter((each) => each !== file);
      // Timers of one length end in their order.
      setTimeout(() => {
        for (const other of others) send(other, buffer.subarray(0, length));
      }, delay);
    }
    listen(file);
  });
}

console.log('ready');
for (const file of files) listen(file);
