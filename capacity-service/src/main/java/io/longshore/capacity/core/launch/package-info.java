/** What an instance starts with: launch template and user data, as plain text and values. */
@NullMarked
package io.longshore.capacity.core.launch;

import org.jspecify.annotations.NullMarked;
