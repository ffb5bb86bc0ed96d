/** Tests of the command: as a whole against an honest fake of the API, and its parts. */
@NullMarked
package io.longshore.cli;

import org.jspecify.annotations.NullMarked;
