package io.longshore.simulation.time;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chance as a function of the seed. Every actor has its own, by name, so that one that throws more
 * often changes nothing for the others.
 */
public final class Dice {

  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final long seed;
  private final RandomGenerator generator;

  /** The dice of a seed. */
  public Dice(long seed) {
    this.seed = seed;
    this.generator = FACTORY.create(seed);
  }

  /** The dice of an actor. */
  public Dice of(String actor) {
    long mixed = seed * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < actor.length(); i++) {
      mixed = (mixed ^ actor.charAt(i)) * 0xBF58476D1CE4E5B9L;
      mixed ^= mixed >>> 29;
    }
    return new Dice(mixed);
  }

  /** Whether what happens once in {@code often} times happens now; 0 is never. */
  public boolean once(int often) {
    return often > 0 && generator.nextInt(often) == 0;
  }

  /** Whether what has a chance of {@code part} happens. */
  public boolean chance(double part) {
    return part > 0 && generator.nextDouble() < part;
  }

  /** One of {@code from} to {@code to}, both included. */
  public long between(long from, long to) {
    return to <= from ? from : generator.nextLong(from, to + 1);
  }

  /** One of the list. */
  public <T> T one(List<T> list) {
    return list.get(generator.nextInt(list.size()));
  }

  /** A time that is {@code mean} on average and now and then much longer. */
  public long around(long mean) {
    return Math.max(1, (long) (-mean * Math.log(1 - generator.nextDouble())));
  }

  /** A UUID. */
  public UUID uuid() {
    return new UUID(
        (generator.nextLong() & ~0xF000L) | 0x4000L,
        (generator.nextLong() & ~(3L << 62)) | (1L << 63));
  }
}
