package io.longshore.queue.core;

/**
 * The size of a request.
 *
 * @param bytes its encoded size
 * @param largest the member that takes most of it, empty where none is set
 */
public record Payload(int bytes, String largest) {}
