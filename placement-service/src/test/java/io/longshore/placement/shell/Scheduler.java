package io.longshore.placement.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.CloseLaunch;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.LaunchKey;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.api.internal.v1.NodeReport;
import io.longshore.api.internal.v1.PlacementReport;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.StartLaunch;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StopLaunch;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.pod.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The other end: commands launches, and reads what is reported of them. */
final class Scheduler {

  private final String launches;
  private final String reports;
  private final String shortName;
  private long number;

  Scheduler(String launches, String reports, String shortName) {
    this.launches = launches;
    this.reports = reports;
    this.shortName = shortName;
  }

  static void register(String registry) {
    var entry = RegistryEntry.newBuilder().setArn(Samples.ENVIRONMENT.arn()).setVersion(1);
    var detail = entry.getEnvironmentBuilder().getDetailBuilder();
    detail.setComputeEnvironmentName("spot").setUuid(Samples.ENVIRONMENT.uuid());
    detail.getEksConfigurationBuilder().setEksClusterArn("main").setKubernetesNamespace("batch");
    KafkaResource.produce(registry, 0, Samples.ENVIRONMENT.arn(), entry.build().toByteArray());
  }

  /** Starts a plain container on a node of {@link Samples}. */
  void start(LaunchId id, String node) {
    start(id, Samples.place(node), template("true"));
  }

  void start(LaunchId id, Order.Place node, PodTemplate template) {
    var start =
        StartLaunch.newBuilder()
            .setLaunch(key(id))
            .setAttempt(1)
            .setNodeName(node.name())
            .setNodeUid(node.uid())
            .setInstanceId(node.instanceId())
            .setEnvironmentArn(Samples.ENVIRONMENT.arn())
            .setJobQueueArn("arn:aws:batch:us-east-1:000000000000:job-queue/high")
            .setJobName("job")
            .setArraySize(id.part() instanceof LaunchId.Part.Child ? 100 : 0)
            .setPodTemplate(template.toByteString());
    send(LaunchCommand.newBuilder().setStart(start).build());
  }

  /** One container that runs a command. */
  static PodTemplate template(String... command) {
    var template = PodTemplate.newBuilder();
    var container = template.getPodBuilder().addContainersBuilder();
    container.setName("main").setImage("busybox").addAllCommand(List.of(command));
    container.getResourcesBuilder().putLimits("cpu", "0.25").putLimits("memory", "64Mi");
    return template.build();
  }

  void stop(LaunchId id) {
    var stop = StopLaunch.newBuilder().setLaunch(key(id)).setReason("user").setGraceSeconds(30);
    send(LaunchCommand.newBuilder().setStop(stop).build());
  }

  void close(LaunchId id) {
    send(LaunchCommand.newBuilder().setClose(CloseLaunch.newBuilder().setLaunch(key(id))).build());
  }

  private void send(LaunchCommand command) {
    number++;
    var record =
        StreamRecord.newBuilder()
            .setFrom("scheduler")
            .setTo("placement/" + shortName)
            .setIncarnation(1)
            .setFirst(number)
            .setLast(number)
            .addMessages(command.toByteString());
    acknowledge(record);
    KafkaResource.produce(launches, 0, null, record.build().toByteArray());
  }

  /**
   * All that was heard so far is stored: without that its sender begins anew, and stops at last.
   */
  private void acknowledge(StreamRecord.Builder record) {
    records().stream()
        .filter(heard -> heard.getTo().equals("scheduler") && heard.getLast() > 0)
        .max(Comparator.comparingLong(StreamRecord::getLast))
        .ifPresent(
            newest ->
                record.addAcks(
                    StreamAck.newBuilder()
                        .setFrom(newest.getFrom())
                        .setTo("scheduler")
                        .setIncarnation(newest.getIncarnation())
                        .setStored(newest.getLast())));
  }

  private static LaunchKey key(LaunchId id) {
    var key = LaunchKey.newBuilder().setJobId(id.jobId()).setLaunch(id.launch());
    if (id.part() instanceof LaunchId.Part.Child(int index)) {
      key.setArrayIndex(index);
    }
    return key.build();
  }

  /** All reports so far, in order and without repetitions. */
  List<PlacementReport> heard() {
    var byNumber = new TreeMap<Long, ByteString>();
    for (StreamRecord record : records()) {
      if (record.getTo().equals("scheduler")) {
        for (int i = 0; i < record.getMessagesCount(); i++) {
          byNumber.put(record.getFirst() + i, record.getMessages(i));
        }
      }
    }
    var reports = new ArrayList<PlacementReport>();
    byNumber.values().forEach(body -> reports.add(parse(body)));
    return reports;
  }

  List<LaunchReport> heard(LaunchId id) {
    return heard().stream()
        .filter(PlacementReport::hasLaunch)
        .map(PlacementReport::getLaunch)
        .filter(r -> r.getLaunch().equals(key(id)))
        .toList();
  }

  List<NodeReport> nodes() {
    return heard().stream().filter(PlacementReport::hasNode).map(PlacementReport::getNode).toList();
  }

  List<ClusterAnnouncement> announcements() {
    var announcements = new ArrayList<ClusterAnnouncement>();
    for (StreamRecord record : records()) {
      for (Statement statement : record.getStatementsList()) {
        try {
          announcements.add(ClusterAnnouncement.parseFrom(statement.getBody()));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return announcements;
  }

  private List<StreamRecord> records() {
    return KafkaResource.records(reports, 0).stream()
        .map(
            record -> {
              try {
                return StreamRecord.parseFrom(record.value());
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  private static PlacementReport parse(ByteString body) {
    try {
      return PlacementReport.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
