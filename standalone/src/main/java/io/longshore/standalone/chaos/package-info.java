/** Steady work under real faults, and the proof from a ledger that all of it was done once. */
@NullMarked
package io.longshore.standalone.chaos;

import org.jspecify.annotations.NullMarked;
