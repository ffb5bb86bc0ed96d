package io.longshore.standalone.world.node;

/** Hands out pod addresses, one after another; after some 16 million they come again. */
final class Addresses {

  private int last;

  String next() {
    last = (last + 1) & 0xff_ffff;
    return "100.%d.%d.%d".formatted(64 + (last >> 16 & 63), last >> 8 & 0xff, last & 0xff);
  }
}
