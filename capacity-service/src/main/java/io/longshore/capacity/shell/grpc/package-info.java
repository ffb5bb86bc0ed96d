/** What answers calls: nobody asks for capacity, but everybody may ask whether it is up. */
@NullMarked
package io.longshore.capacity.shell.grpc;

import org.jspecify.annotations.NullMarked;
