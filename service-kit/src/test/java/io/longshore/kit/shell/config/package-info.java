/** Tests of the configuration. */
@NullMarked
package io.longshore.kit.shell.config;

import org.jspecify.annotations.NullMarked;
