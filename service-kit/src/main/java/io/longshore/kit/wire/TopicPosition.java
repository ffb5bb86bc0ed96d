package io.longshore.kit.wire;

/**
 * Where a topic's partition was read to. A hint: it holds only as long as the topic is the same,
 * and what a stream has stored is known by number.
 *
 * @param topicId Kafka's id of the topic, another one once it is deleted and made again
 * @param next the next offset to read
 */
public record TopicPosition(String topicId, long next) {}
