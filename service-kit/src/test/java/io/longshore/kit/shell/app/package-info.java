/** The kit inside a running Quarkus application. */
@NullMarked
package io.longshore.kit.shell.app;

import org.jspecify.annotations.NullMarked;
