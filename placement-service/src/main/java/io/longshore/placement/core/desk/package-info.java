/**
 * The launch ledger: what was ordered, what is there, and what is to be done about the difference.
 */
@NullMarked
package io.longshore.placement.core.desk;

import org.jspecify.annotations.NullMarked;
