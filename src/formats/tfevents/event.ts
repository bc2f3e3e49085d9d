// The events of a TensorBoard file as Protocol Buffers, field numbers beside the names.
// see: TensorFlow, core/util/event.proto and core/framework/summary.proto
import { ProtobufWriter } from '../protobuf.ts';

/** In seconds since 1970. */
type WallTime = number;

/** The first event of every file. */
export function fileVersionEvent(wallTime: WallTime): Uint8Array {
  return encodeEvent(wallTime, undefined, (event) => event.string(3, 'brain.Event:2')); // file_version
}

/** Tells readers to forget what earlier files say of this step and later ones. */
export function sessionStartEvent(wallTime: WallTime, step: number): Uint8Array {
  return encodeEvent(wallTime, step, (event) => {
    event.message(7, (log) => log.int(1, 1)); // session_log { status: START }
  });
}

export function scalarEvent(wallTime: WallTime, step: number, tag: string, value: number): Uint8Array {
  return summaryEvent(wallTime, step, tag, (summaryValue) => summaryValue.float(2, value)); // simple_value
}

export interface EventImage {
  readonly height: number;
  readonly width: number;
  /** Channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly colorspace: number;
  readonly png: Uint8Array;
}

export function imageEvent(wallTime: WallTime, step: number, tag: string, image: EventImage): Uint8Array {
  return summaryEvent(wallTime, step, tag, (summaryValue) => {
    // image
    summaryValue.message(4, (message) => {
      message.int(1, image.height); // height
      message.int(2, image.width); // width
      message.int(3, image.colorspace); // colorspace
      message.bytes(4, image.png); // encoded_image_string
    });
  });
}

function summaryEvent(
  wallTime: WallTime,
  step: number,
  tag: string,
  writeValue: (summaryValue: ProtobufWriter) => void,
): Uint8Array {
  return encodeEvent(wallTime, step, (event) => {
    // summary
    event.message(5, (summary) => {
      // value
      summary.message(1, (summaryValue) => {
        summaryValue.string(1, tag); // tag
        writeValue(summaryValue);
      });
    });
  });
}

function encodeEvent(wallTime: WallTime, step: number | undefined, write: (event: ProtobufWriter) => void): Uint8Array {
  const event = new ProtobufWriter();
  event.double(1, wallTime); // wall_time
  if (step !== undefined) event.int(2, step); // step
  write(event);
  return event.finish();
}
