package io.longshore.simulation;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Reserve;
import io.longshore.capacity.core.launch.LaunchSettings;
import io.longshore.capacity.core.launch.LaunchSettings.DefaultImage;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.launch.LaunchSettings.UserDataForm;
import io.longshore.capacity.core.reconcile.Rules;
import io.longshore.placement.core.desk.DeskSettings;
import io.longshore.placement.wire.AnnouncementWire;
import io.longshore.queue.core.Arns;
import io.longshore.scheduler.core.round.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The services' settings: their defaults, but that what is remembered for days goes in minutes. */
final class Settings {

  static final Duration RETENTION = Duration.ofMinutes(5);
  static final Duration IDLE = Duration.ofSeconds(60);
  static final String CLUSTER = "main";
  static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  static final long GIB = 1L << 30;

  static final AnnouncementWire.Served SERVED =
      new AnnouncementWire.Served(CLUSTER, CLUSTER, "127.0.0.1:1", List.of("batch"));

  static final DeskSettings DESK =
      new DeskSettings(
          200,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          3);

  static final Rules RULES =
      new Rules(
          new LaunchSettings(
              new Names("batch.longshore.io/", "longshore-"),
              new UserDataForm(UserDataForm.Kind.BOOTSTRAP_SH, "/etc/eks/bootstrap.sh"),
              new DefaultImage("ami-1", "1.33"),
              Map.of(),
              Map.of()),
          new Reserve(true, 7, 500, 500L << 20, 4),
          new Rules.Times(
              Duration.ofMinutes(10),
              Duration.ofSeconds(30),
              Duration.ofMinutes(1),
              Duration.ofMinutes(30),
              Duration.ofMinutes(2)),
          3,
          50,
          false);

  static final List<InstanceType> TYPES =
      List.of(
          type("c2.large", 2, 4),
          type("c4.xlarge", 4, 8),
          type("m4.xlarge", 4, 16),
          type("c8.2xlarge", 8, 16));

  private Settings() {}

  private static InstanceType type(String name, int vcpus, long gib) {
    return new InstanceType(name, vcpus, gib * GIB, 0, "amd64", 58, InstanceType.Traits.ORDINARY);
  }

  static Limits limits() {
    var d = Limits.DEFAULTS;
    return new Limits(
        d.maxDispatches(),
        d.maxUnconfirmed(),
        d.maxFollowUps(),
        d.maxGroups(),
        d.maxShapes(),
        d.maxMisfits(),
        d.maxWaves(),
        IDLE,
        d.nodeLostAfter(),
        d.hostWordWait(),
        d.stopGrace(),
        d.progressEvery(),
        d.demandEvery(),
        d.refusalHold(),
        d.refusedNodePause(),
        Duration.ofMinutes(10));
  }
}
