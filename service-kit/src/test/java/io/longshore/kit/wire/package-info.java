/** Tests of what the loop, the publisher and the reader decide. */
@NullMarked
package io.longshore.kit.wire;

import org.jspecify.annotations.NullMarked;
