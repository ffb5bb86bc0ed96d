package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Shape;
import java.util.List;

/** One instance that waiting shapes are reckoned into. */
final class Bin {

  private final Choices choices;
  private final List<InstanceType> types;
  private Room room;
  private boolean touched;

  /** An instance that will be one of {@code types} and have at least {@code room}. */
  Bin(Choices choices, List<InstanceType> types, Room room) {
    this.choices = choices;
    this.types = types;
    this.room = room;
  }

  /** How many of {@code limit} more of {@code shape} it could take. */
  long holds(Shape shape, long limit) {
    long count = room.holds(shape.requests(), limit);
    return count > 0 && types.stream().allMatch(type -> choices.matches(type, shape)) ? count : 0;
  }

  /** Takes as many of {@code limit} as it can, and says how many. */
  long take(Shape shape, long limit) {
    long count = holds(shape, limit);
    if (count > 0) {
      room = room.minus(shape.requests(), count);
      touched = true;
    }
    return count;
  }

  /** Whether anything was reckoned into it. */
  boolean touched() {
    return touched;
  }

  /** It is wanted for its own sake. */
  void keep() {
    touched = true;
  }

  long freeMillis() {
    return room.amounts().vcpuMillis();
  }
}
