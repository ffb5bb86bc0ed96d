package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Shape;
import java.util.List;

/**
 * How an environment should grow.
 *
 * @param groups what each group should have on request, those to withdraw with 0
 * @param unfit shapes that no type can hold
 */
public record GrowthPlan(List<Request> groups, List<Unfit> unfit) {

  /** Instances that {@code group} should be asked for beyond those that it has. */
  public record Request(TypeGroup group, int instances) {}

  /** A shape that no type can hold, and why. */
  public record Unfit(Shape shape, String why) {}
}
