package io.longshore.placement.core.observe;

import io.longshore.placement.core.PodRef;

/** What an event warns of: a volume that cannot be mounted, a sandbox that cannot be made. */
public record PodWarning(PodRef pod, String reason, String message) {}
