package io.longshore.scheduler.core.dag;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** An immutable set of child indexes, a bit each. */
public final class Bits {
  public static final Bits NONE = new Bits(new BitSet());

  private final BitSet bits;

  private Bits(BitSet bits) {
    this.bits = bits;
  }

  /** All indexes from 0 below the size. */
  public static Bits all(int size) {
    var all = new BitSet(size);
    all.set(0, size);
    return new Bits(all);
  }

  /** A copy of the set. */
  public static Bits of(BitSet set) {
    return set.isEmpty() ? NONE : new Bits((BitSet) set.clone());
  }

  /** Exactly one index. */
  public static Bits of(int index) {
    return NONE.with(index);
  }

  /** Bit i little endian within bytes. */
  public static Bits ofBytes(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Bits(BitSet.valueOf(bytes));
  }

  /** Bit i little endian within bytes, without trailing zeros. */
  public byte[] toBytes() {
    return bits.toByteArray();
  }

  public boolean has(int index) {
    return bits.get(index);
  }

  public Bits with(int index) {
    var copy = copy();
    copy.set(index);
    return new Bits(copy);
  }

  public Bits without(int index) {
    if (!has(index)) {
      return this;
    }
    var copy = copy();
    copy.clear(index);
    return copy.isEmpty() ? NONE : new Bits(copy);
  }

  public Bits or(Bits other) {
    if (other.isEmpty()) {
      return this;
    }
    var copy = copy();
    copy.or(other.bits);
    return new Bits(copy);
  }

  public Bits andNot(Bits other) {
    if (other.isEmpty() || isEmpty()) {
      return this;
    }
    var copy = copy();
    copy.andNot(other.bits);
    return new Bits(copy);
  }

  public Bits and(Bits other) {
    var copy = copy();
    copy.and(other.bits);
    return new Bits(copy);
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  public int count() {
    return bits.cardinality();
  }

  /** How many are less than this. */
  public int countBelow(int index) {
    return bits.get(0, index).cardinality();
  }

  /** The least index in the set that is at least this; -1 where there is none. */
  public int next(int from) {
    return bits.nextSetBit(from);
  }

  /** Indexes in rising order. */
  public void each(IntConsumer consumer) {
    for (var i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      consumer.accept(i);
    }
  }

  private BitSet copy() {
    return (BitSet) bits.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits b && b.bits.equals(bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return bits.cardinality() > 20
        ? bits.cardinality() + " children"
        : Arrays.toString(bits.stream().toArray());
  }
}
