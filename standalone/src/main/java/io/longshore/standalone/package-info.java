/** The embedded stack: the commands that start it, stop it and show what it can do. */
@NullMarked
package io.longshore.standalone;

import org.jspecify.annotations.NullMarked;
