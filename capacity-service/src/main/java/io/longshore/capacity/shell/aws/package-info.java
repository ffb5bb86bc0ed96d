/** AWS: what exists, what to do, what it announces; decides nothing. */
@NullMarked
package io.longshore.capacity.shell.aws;

import org.jspecify.annotations.NullMarked;
