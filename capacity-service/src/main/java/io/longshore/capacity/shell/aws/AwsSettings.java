package io.longshore.capacity.shell.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How AWS is reached.
 *
 * @param region the region
 * @param credentials fixed keys; empty: the SDK's own chain
 * @param endpoints where the services listen; empty ones are AWS's own
 * @param limits bounds of calls
 * @param queue the queue with EC2's events; empty: there is none
 */
public record AwsSettings(
    String region,
    Optional<Keys> credentials,
    Endpoints endpoints,
    Limits limits,
    Optional<Queue> queue) {

  /** An access key. */
  public record Keys(String accessKey, String secretKey) {
    @Override
    public String toString() {
      return "Keys[" + accessKey + "]";
    }
  }

  /** Where the services listen. */
  public record Endpoints(Optional<URI> ec2, Optional<URI> autoScaling, Optional<URI> queue) {}

  /**
   * Bounds.
   *
   * @param attempt of one try of a call
   * @param call of a call with all its tries
   * @param tries of a call; throttling counts
   * @param concurrency calls under way at once
   */
  public record Limits(Duration attempt, Duration call, int tries, int concurrency) {}

  /**
   * The queue.
   *
   * @param url its URL
   * @param poll how long one receive waits for an event, at most 20 s
   * @param hidden how long an event that was left comes not again
   */
  public record Queue(String url, Duration poll, Duration hidden) {}
}
