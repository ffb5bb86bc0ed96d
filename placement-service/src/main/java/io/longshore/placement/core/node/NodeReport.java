package io.longshore.placement.core.node;

import io.longshore.placement.core.Amounts;
import java.util.Map;

/** A batch node as the scheduler needs it; equal reports are sent once. */
public record NodeReport(
    String name,
    String uid,
    String instanceId,
    String environmentUuid,
    boolean ready,
    boolean schedulable,
    Amounts allocatable,
    int maxPods,
    Map<String, String> labels,
    String architecture) {}
