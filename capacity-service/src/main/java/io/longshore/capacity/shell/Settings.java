package io.longshore.capacity.shell;

import io.longshore.capacity.core.choose.Reserve;
import io.longshore.capacity.core.launch.LaunchSettings;
import io.longshore.capacity.core.launch.LaunchSettings.ClusterAccess;
import io.longshore.capacity.core.launch.LaunchSettings.DefaultImage;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.launch.LaunchSettings.UserDataForm;
import io.longshore.capacity.core.reconcile.Rules;
import io.longshore.capacity.shell.aws.AwsSettings;
import java.util.TreeMap;

/** Configuration as the values that core and AWS take; refuses what cannot be meant. */
final class Settings {

  private Settings() {}

  static Rules rules(CapacityConfig config) {
    var rules = config.rules();
    return new Rules(
        launch(config.launch()),
        reserve(config.reserve()),
        new Rules.Times(
            rules.joinTimeout(),
            rules.missingAfter(),
            rules.shortageBackoff(),
            rules.invalidRetry(),
            config.events().notice()),
        atLeastOne(rules.neverJoinedLimit(), "rules.never-joined-limit"),
        atLeastOne(rules.endsPerPass(), "rules.ends-per-pass"),
        config.events().drainOnRebalance());
  }

  private static LaunchSettings launch(CapacityConfig.Launch launch) {
    if (!launch.labelPrefix().endsWith("/")) {
      throw new IllegalArgumentException("longshore.capacity.launch.label-prefix ends in a slash");
    }
    var clusters = new TreeMap<String, ClusterAccess>();
    launch
        .clusters()
        .forEach(
            (name, c) ->
                clusters.put(
                    name, new ClusterAccess(c.endpoint(), c.certificateAuthority(), c.cidr())));
    return new LaunchSettings(
        new Names(launch.labelPrefix(), launch.resourcePrefix()),
        new UserDataForm(launch.userData(), launch.bootstrapCommand()),
        new DefaultImage(launch.imageId(), launch.kubernetesVersion()),
        clusters,
        launch.nodeLabels());
  }

  private static Reserve reserve(CapacityConfig.Reserve reserve) {
    return new Reserve(
        reserve.kubelet(),
        reserve.memoryPercent(),
        reserve.daemonVcpuMillis(),
        reserve.daemonMemory().asLongValue(),
        reserve.daemonPods());
  }

  static AwsSettings aws(CapacityConfig config) {
    var aws = config.aws();
    if (aws.accessKey().isPresent() != aws.secretKey().isPresent()) {
      throw new IllegalArgumentException(
          "longshore.capacity.aws.access-key and secret-key are set together or not at all");
    }
    return new AwsSettings(
        aws.region(),
        aws.accessKey().map(key -> new AwsSettings.Keys(key, aws.secretKey().orElseThrow())),
        new AwsSettings.Endpoints(aws.ec2Endpoint(), aws.autoscalingEndpoint(), aws.sqsEndpoint()),
        new AwsSettings.Limits(
            aws.attemptTimeout(),
            aws.callTimeout(),
            atLeastOne(aws.tries(), "aws.tries"),
            atLeastOne(aws.concurrency(), "aws.concurrency")),
        config
            .events()
            .queueUrl()
            .map(
                url ->
                    new AwsSettings.Queue(url, config.events().poll(), config.events().hidden())));
  }

  private static int atLeastOne(int value, String key) {
    if (value < 1) {
      throw new IllegalArgumentException("longshore.capacity." + key + " is at least 1");
    }
    return value;
  }
}
