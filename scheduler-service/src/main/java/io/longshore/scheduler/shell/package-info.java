/** Runs the scheduler's core: topics in, one transaction a round, topics out; decides nothing. */
@NullMarked
package io.longshore.scheduler.shell;

import org.jspecify.annotations.NullMarked;
