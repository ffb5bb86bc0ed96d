package io.longshore.scheduler.wire;

import io.longshore.api.internal.v1.EnvironmentRow;
import io.longshore.api.internal.v1.InstanceRow;
import io.longshore.api.internal.v1.InstanceStateRow;
import io.longshore.api.internal.v1.MisfitRow;
import io.longshore.api.internal.v1.NodeRow;
import io.longshore.api.internal.v1.QueueRow;
import io.longshore.api.internal.v1.RefusalRow;
import io.longshore.api.internal.v1.SupplyRow;
import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.Refusal;
import io.longshore.scheduler.core.demand.Supply;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Node;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.Queue;
import java.time.Duration;
import java.util.HashMap;

/** Nodes, instances, environments and queues as their rows keep them; keys are columns. */
public final class HostRows {
  private HostRows() {}

  public static byte[] write(Node node) {
    var m =
        NodeRow.newBuilder()
            .setName(node.name())
            .setCluster(node.cluster())
            .setInstanceId(node.instanceId())
            .setEnvironmentUuid(node.environmentUuid())
            .setReady(node.ready())
            .setSchedulable(node.schedulable())
            .setCapacity(CommonWire.write(node.capacity()))
            .setMaxPods(node.maxPods())
            .putAllLabels(node.labels())
            .setArchitecture(node.architecture())
            .setGone(node.gone())
            .setSuspect(node.suspect());
    if (node.awaySince() != null) {
      m.setAwaySince(node.awaySince().toEpochMilli());
    }
    if (node.pausedUntil() != null) {
      m.setPausedUntil(node.pausedUntil().toEpochMilli());
    }
    return m.build().toByteArray();
  }

  /** A node from its row. */
  public static Node readNode(String uid, byte[] bytes) {
    var m = JobRows.parse(NodeRow.parser(), bytes);
    return new Node(
        new NodeUid(uid),
        m.getName(),
        m.getCluster(),
        m.getInstanceId(),
        m.getEnvironmentUuid(),
        m.getReady(),
        m.getSchedulable(),
        CommonWire.read(m.getCapacity()),
        m.getMaxPods(),
        m.getLabelsMap(),
        m.getArchitecture(),
        CommonWire.time(m.hasAwaySince(), m.getAwaySince()),
        m.getGone(),
        CommonWire.time(m.hasPausedUntil(), m.getPausedUntil()),
        m.getSuspect());
  }

  public static byte[] write(Instance instance) {
    var m =
        InstanceRow.newBuilder()
            .setEnvironmentArn(instance.environment().arn())
            .setType(instance.type())
            .setZone(instance.zone())
            .setMarket(instance.market());
    if (instance.capacity() != null) {
      m.setCapacity(CommonWire.write(instance.capacity()));
    }
    switch (instance.state()) {
      case InstanceState.Coming _ -> {}
      case InstanceState.Usable _ -> m.setState(InstanceStateRow.INSTANCE_STATE_ROW_USABLE);
      case InstanceState.Draining(var reason, var interrupted) ->
          m.setState(InstanceStateRow.INSTANCE_STATE_ROW_DRAINING)
              .setReason(reason)
              .setInterrupted(interrupted);
      case InstanceState.Released(var at, var reason) ->
          m.setState(InstanceStateRow.INSTANCE_STATE_ROW_RELEASED)
              .setAt(at.toEpochMilli())
              .setReason(reason);
      case InstanceState.Lost(var at, var reason) ->
          m.setState(InstanceStateRow.INSTANCE_STATE_ROW_LOST)
              .setAt(at.toEpochMilli())
              .setReason(reason);
      case InstanceState.Terminated(var at) ->
          m.setState(InstanceStateRow.INSTANCE_STATE_ROW_TERMINATED).setAt(at.toEpochMilli());
    }
    return m.build().toByteArray();
  }

  /** An instance from its row. */
  public static Instance readInstance(String id, byte[] bytes) {
    var m = JobRows.parse(InstanceRow.parser(), bytes);
    return new Instance(
        id,
        new EnvironmentArn(m.getEnvironmentArn()),
        m.getType(),
        m.getZone(),
        m.getMarket(),
        m.hasCapacity() ? CommonWire.read(m.getCapacity()) : null,
        state(m));
  }

  private static InstanceState state(InstanceRow m) {
    var at = CommonWire.time(m.getAt());
    return switch (m.getState()) {
      case INSTANCE_STATE_ROW_UNSPECIFIED -> new InstanceState.Coming();
      case INSTANCE_STATE_ROW_USABLE -> new InstanceState.Usable();
      case INSTANCE_STATE_ROW_DRAINING ->
          new InstanceState.Draining(m.getReason(), m.getInterrupted());
      case INSTANCE_STATE_ROW_RELEASED -> new InstanceState.Released(at, m.getReason());
      case INSTANCE_STATE_ROW_LOST -> new InstanceState.Lost(at, m.getReason());
      case INSTANCE_STATE_ROW_TERMINATED -> new InstanceState.Terminated(at);
      case UNRECOGNIZED -> throw new IllegalArgumentException("an instance of an unknown state");
    };
  }

  public static byte[] write(Supply supply) {
    var m = SupplyRow.newBuilder().setJudgedBy(supply.judgedBy());
    supply
        .misfits()
        .forEach(
            (shape, reason) ->
                m.addMisfits(
                    MisfitRow.newBuilder().setShape(CommonWire.write(shape)).setReason(reason)));
    var refusal = supply.refusal();
    if (refusal != null) {
      m.setRefusal(
          RefusalRow.newBuilder()
              .setCode(refusal.code())
              .setMessage(refusal.message())
              .addAllTypes(refusal.types())
              .setAt(refusal.at().toEpochMilli())
              .setStands(refusal.stands()));
    }
    return m.build().toByteArray();
  }

  /** What was said of an environment, from its row. */
  public static Supply readSupply(String environment, byte[] bytes) {
    var m = JobRows.parse(SupplyRow.parser(), bytes);
    var misfits = new HashMap<Shape, String>();
    m.getMisfitsList().forEach(f -> misfits.put(CommonWire.read(f.getShape()), f.getReason()));
    var r = m.getRefusal();
    var refusal =
        m.hasRefusal()
            ? new Refusal(
                r.getCode(),
                r.getMessage(),
                r.getTypesList(),
                CommonWire.time(r.getAt()),
                r.getStands())
            : null;
    return new Supply(new EnvironmentArn(environment), refusal, misfits, m.getJudgedBy());
  }

  public static byte[] write(Queue queue) {
    var m =
        QueueRow.newBuilder()
            .setVersion(queue.version())
            .setPriority(queue.priority())
            .setDeleted(queue.deleted());
    queue.environments().forEach(e -> m.addEnvironmentArns(e.arn()));
    return m.build().toByteArray();
  }

  /** A queue from its row. */
  public static Queue readQueue(String arn, byte[] bytes) {
    var m = JobRows.parse(QueueRow.parser(), bytes);
    return new Queue(
        new QueueArn(arn),
        m.getVersion(),
        m.getPriority(),
        m.getEnvironmentArnsList().stream().map(EnvironmentArn::new).toList(),
        m.getDeleted());
  }

  public static byte[] write(Environment environment) {
    var m =
        EnvironmentRow.newBuilder()
            .setVersion(environment.version())
            .setUuid(environment.uuid())
            .setClusterArn(environment.clusterArn())
            .setNamespace(environment.namespace())
            .setManaged(environment.managed())
            .setEnabled(environment.enabled())
            .setValid(environment.valid())
            .setMinVcpus(environment.minVcpus())
            .setMaxVcpus(environment.maxVcpus())
            .setDeleted(environment.deleted());
    if (environment.idleDelay() != null) {
      m.setIdleSeconds(environment.idleDelay().toSeconds());
    }
    return m.build().toByteArray();
  }

  /** An environment from its row. */
  public static Environment readEnvironment(String arn, byte[] bytes) {
    var m = JobRows.parse(EnvironmentRow.parser(), bytes);
    return new Environment(
        new EnvironmentArn(arn),
        m.getVersion(),
        m.getUuid(),
        m.getClusterArn(),
        m.getNamespace(),
        m.getManaged(),
        m.getEnabled(),
        m.getValid(),
        m.getMinVcpus(),
        m.getMaxVcpus(),
        m.hasIdleSeconds() ? Duration.ofSeconds(m.getIdleSeconds()) : null,
        m.getDeleted());
  }
}
