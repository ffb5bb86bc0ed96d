package io.longshore.capacity.core.reconcile;

import java.time.Instant;

/**
 * A launch template or a group that AWS refused to make. It counts as long as exactly that is still
 * to be made.
 *
 * @param action what was refused
 * @param failure AWS's words
 * @param at when
 */
record Refusal(Action action, ActionResult.Failure failure, Instant at) {}
