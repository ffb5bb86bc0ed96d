/** Tests of the whole stack, each minutes long: {@code ./longshore test} runs them apart. */
@NullMarked
package io.longshore.standalone.system;

import org.jspecify.annotations.NullMarked;
