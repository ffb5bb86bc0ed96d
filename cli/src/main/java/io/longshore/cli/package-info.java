/**
 * The {@code longshore} command: AWS Batch's operations, and Longshore's own, for people and
 * scripts.
 */
@NullMarked
package io.longshore.cli;

import org.jspecify.annotations.NullMarked;
