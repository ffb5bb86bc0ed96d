package io.longshore.standalone.world;

import io.longshore.standalone.world.control.MillisRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * The world's options, with their defaults. Times are written like 500ms, 3s, 2m; ranges 3s..8s.
 */
@Command(
    name = "longshore-world",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description =
        "A Kubernetes API, EC2, Auto Scaling and SQS for the embedded stack, on 127.0.0.1.")
public class WorldOptions {

  @Option(
      names = "--data",
      required = true,
      description = "Folder that the world keeps its state in.")
  Path data = Path.of("");

  @Option(names = "--port-kube", description = "Port of the Kubernetes API; 0 takes a free one.")
  int kubePort;

  @Option(names = "--port-aws", description = "Port of AWS and of /world; 0 takes a free one.")
  int awsPort;

  @Option(names = "--die-with-stdin", description = "Ends at once when standard input does.")
  boolean dieWithStdin;

  @Option(
      names = "--namespace",
      description = "A namespace to create at the start; may be repeated.")
  List<String> namespaces = new ArrayList<>();

  @Option(names = "--fence-namespace", description = "Namespace of the ConfigMap longshore-fence.")
  String fenceNamespace = "longshore-system";

  @Option(names = "--prefix", description = "Prefix of Longshore's labels and annotations.")
  String prefix = "batch.longshore.io";

  @Option(
      names = "--fence-lag",
      converter = Millis.class,
      description = "How late the fence learns of its number.")
  long fenceLag = 100;

  @Option(names = "--history", description = "Changes of each type that a watch may go back.")
  int history = 2_000;

  @Option(names = "--cluster", description = "The cluster that user data must name; empty for any.")
  String cluster = "";

  @Option(
      names = "--node",
      paramLabel = "NAME=TYPE[,LABEL=VALUE…]",
      description = "A machine that is always there, beside EC2's; may be repeated.")
  List<String> nodes = new ArrayList<>();

  @Option(
      names = "--memory-overhead-percent",
      description = "What of a machine's memory its kernel keeps.")
  int memoryOverheadPercent = 3;

  @Option(
      names = "--node-ready-delay",
      converter = Millis.class,
      description = "From joining to Ready.")
  long nodeReadyDelay = 500;

  @Option(
      names = "--node-heartbeat",
      converter = Millis.class,
      description = "Between a node's reports.")
  long nodeHeartbeat = 30_000;

  @Option(
      names = "--node-monitor-grace",
      converter = Millis.class,
      description = "Silence that makes a node unreachable.")
  long nodeMonitorGrace = 10_000;

  @Option(
      names = "--node-removal-delay",
      converter = Millis.class,
      description = "From an instance's end to its node's.")
  long nodeRemovalDelay = 2_000;

  @Option(
      names = "--pod-gc-delay",
      converter = Millis.class,
      description = "From a node's end to its pods'.")
  long podGcDelay = 5_000;

  @Option(names = "--region", description = "The AWS region.")
  String region = "us-east-1";

  @Option(names = "--account", description = "The AWS account.")
  String account = "000000000000";

  @Option(
      names = "--launch-delay",
      converter = Range.class,
      description = "From an instance's launch to running.")
  MillisRange launchDelay = MillisRange.parse("500ms..1500ms");

  @Option(
      names = "--boot-delay",
      converter = Range.class,
      description = "From running to the start of user data.")
  MillisRange bootDelay = MillisRange.parse("3s..8s");

  @Option(
      names = "--shutdown-delay",
      converter = Range.class,
      description = "From shutting-down to terminated, at least.")
  MillisRange shutdownDelay = MillisRange.parse("1s..3s");

  @Option(
      names = "--spot-notice",
      converter = Range.class,
      description = "From a Spot notice to the end.")
  MillisRange spotNotice = MillisRange.parse("2m");

  @Option(
      names = "--launch-retry",
      converter = Millis.class,
      description = "Pause of a group after a failed launch.")
  long launchRetry = 5_000;

  @Option(
      names = "--terminated-visible",
      converter = Millis.class,
      description = "How long ended instances are listed.")
  long terminatedVisible = 3_600_000;

  @Option(
      names = "--events-queue",
      description = "SQS queue that gets EventBridge's events of EC2.")
  String eventsQueue = "longshore-ec2-events";

  @Option(
      names = "--pool-size",
      description = "Instances of each type, zone and market, unless --pool says other.")
  int poolSize = 1_000;

  @Option(
      names = "--pool",
      paramLabel = "TYPE:ZONE:MARKET=N",
      description = "Size of some pools; * stands for any type, zone or market (on-demand, spot).")
  List<String> pools = new ArrayList<>();

  static final class Millis implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return MillisRange.millis(value);
    }
  }

  static final class Range implements ITypeConverter<MillisRange> {
    @Override
    public MillisRange convert(String value) {
      return MillisRange.parse(value);
    }
  }

  /** Reads options as from a command line. */
  public static WorldOptions parse(String... arguments) {
    var options = new WorldOptions();
    CommandLine.ParseResult result = new CommandLine(options).parseArgs(arguments);
    if (!result.unmatched().isEmpty()) {
      throw new IllegalArgumentException("unknown: " + result.unmatched());
    }
    return options;
  }
}
