package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.Shape;

/** Equal launches that wait for room. */
public record WaitingGroup(Shape shape, long count) {}
