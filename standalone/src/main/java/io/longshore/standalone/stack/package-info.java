/** What the embedded stack consists of: broker, database, world and the four services. */
@NullMarked
package io.longshore.standalone.stack;

import org.jspecify.annotations.NullMarked;
