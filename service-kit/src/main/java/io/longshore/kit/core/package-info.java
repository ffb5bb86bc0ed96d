/** The pure protocol that the four services share: streams, leases, verdicts, refusals. */
@NullMarked
package io.longshore.kit.core;

import org.jspecify.annotations.NullMarked;
