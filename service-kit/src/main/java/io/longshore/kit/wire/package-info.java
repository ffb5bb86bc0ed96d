/**
 * The protocol over its messages: what arrives becomes batches, what is stored becomes records.
 * Pure.
 */
@NullMarked
package io.longshore.kit.wire;

import org.jspecify.annotations.NullMarked;
