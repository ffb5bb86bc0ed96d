package io.longshore.capacity.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.internal.v1.CapacityReport;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.api.internal.v1.EnvironmentSettings;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.capacity.core.Demand;
import io.longshore.capacity.wire.DemandWire;
import io.longshore.kit.testing.KafkaResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** queue-service and scheduler-service as far as capacity-service hears and is heard. */
final class Neighbours {

  private long version;

  static void freshTopics() {
    for (var topic : List.of(Streams.DEMAND, Streams.REPORTS, Streams.REGISTRY)) {
      KafkaResource.delete(topic);
    }
    KafkaResource.create(1, Streams.DEMAND, Streams.REPORTS);
    KafkaResource.createCompacted(Streams.REGISTRY);
  }

  void registers(String arn, String uuid, long registryVersion, CEStatus status) {
    var detail =
        ComputeEnvironmentDetail.newBuilder()
            .setComputeEnvironmentName("burst")
            .setComputeEnvironmentArn(arn)
            .setUuid(uuid)
            .setType(CEType.CE_TYPE_MANAGED)
            .setStatus(status)
            .setEksConfiguration(EksConfiguration.newBuilder().setEksClusterArn("demo"))
            .setComputeResources(
                ComputeResource.newBuilder()
                    .setType(CRType.CR_TYPE_EC2)
                    .setAllocationStrategy(
                        CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE)
                    .setMaxVcpus(64)
                    .addInstanceTypes("m6i")
                    .addSubnets("subnet-1"));
    var entry =
        RegistryEntry.newBuilder()
            .setArn(arn)
            .setVersion(registryVersion)
            .setDeleted(
                status == CEStatus.CE_STATUS_DELETING || status == CEStatus.CE_STATUS_DELETED)
            .setEnvironment(EnvironmentSettings.newBuilder().setDetail(detail))
            .build();
    KafkaResource.produce(Streams.REGISTRY, 0, arn, entry.toByteArray());
  }

  void demands(Demand demand) {
    var statement =
        Statement.newBuilder()
            .setSubject(demand.environmentArn())
            .setVersion(++version)
            .setBody(DemandWire.write(demand));
    var record =
        StreamRecord.newBuilder()
            .setFrom(Streams.SCHEDULER)
            .setTo(Streams.SELF)
            .setIncarnation(1)
            .addStatements(statement)
            .build();
    KafkaResource.produce(Streams.DEMAND, 0, null, record.toByteArray());
  }

  /** The reports as the scheduler takes them: each number once, in order. */
  List<CapacityReport> reports() {
    var byNumber = new TreeMap<Long, CapacityReport>();
    for (var record : records()) {
      if (record.getTo().equals(Streams.SCHEDULER)) {
        for (int i = 0; i < record.getMessagesCount(); i++) {
          byNumber.put(record.getFirst() + i, report(record.getMessages(i)));
        }
      }
    }
    return List.copyOf(byNumber.values());
  }

  List<CapacityReport> reports(CapacityReport.ReportCase kind) {
    return reports().stream().filter(report -> report.getReportCase() == kind).toList();
  }

  /** The newest statement about an environment. */
  Optional<EnvironmentCondition> condition(String arn) {
    Optional<Statement> newest = Optional.empty();
    for (var record : records()) {
      if (record.getTo().equals(Streams.QUEUE)) {
        for (var statement : record.getStatementsList()) {
          boolean newer = newest.filter(n -> n.getVersion() > statement.getVersion()).isEmpty();
          if (statement.getSubject().equals(arn) && newer) {
            newest = Optional.of(statement);
          }
        }
      }
    }
    return newest.map(Statement::getBody).map(Neighbours::condition);
  }

  private static List<StreamRecord> records() {
    var records = new ArrayList<StreamRecord>();
    for (var record : KafkaResource.records(Streams.REPORTS, 0)) {
      try {
        records.add(StreamRecord.parseFrom(record.value()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }
    return records;
  }

  private static CapacityReport report(ByteString body) {
    try {
      return CapacityReport.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EnvironmentCondition condition(ByteString body) {
    try {
      return EnvironmentCondition.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
