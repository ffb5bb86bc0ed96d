package io.longshore.kit.shell.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What every service understands below {@code longshore.}. */
@ConfigMapping(prefix = "longshore")
public interface KitConfig {

  /** This process's name in lease rows and logs; unset: host name and process id. */
  Optional<String> instance();

  /** The service's schema. */
  Database database();

  /** The loop. */
  Cell cell();

  /** Requests that all instances accept. */
  Intake intake();

  /** The service's schema; address and role are Quarkus's own keys by default. */
  interface Database {

    /** postgresql://host:port/database, PostgreSQL 17 or later. */
    @WithDefault("${quarkus.datasource.reactive.url}")
    String url();

    /** The role. */
    @WithDefault("${quarkus.datasource.username}")
    String username();

    /** Its password. */
    @WithDefault("${quarkus.datasource.password}")
    String password();

    /** The schema of this service; no other service reads it. */
    String schema();

    /** Most connections that commit; their transactions may take 5 s. At least 3. */
    @WithDefault("8")
    int writers();

    /** Most connections for recovery, sweeps and reads, without a time limit. */
    @WithDefault("4")
    int sweepers();
  }

  /** Bounds of the loop. */
  interface Cell {

    /** Most messages of one round; a single record may exceed it. */
    @WithDefault("5000")
    int maxInputs();

    /** What may wait for a round in memory before reading from Kafka pauses. */
    @WithDefault("32M")
    MemorySize inbox();

    /** How often the publisher looks for what other instances committed. */
    @WithDefault("200ms")
    Duration outboxPoll();

    /** How often an instance without the lease asks for it. */
    @WithDefault("500ms")
    Duration standbyPoll();

    /** A stream that waits so long for a message that is missing is an alarm. */
    @WithDefault("30s")
    Duration gapAlarm();

    /** A loop that has not turned for so long makes liveness fail. */
    @WithDefault("60s")
    Duration liveness();
  }

  /** Bounds of the gate. */
  interface Intake {

    /** Most requests in one transaction. */
    @WithDefault("500")
    int batch();

    /** Most requests that wait; more are answered UNAVAILABLE. */
    @WithDefault("10000")
    int queue();

    /** How long a commit is repeated before its callers are told that its outcome is unknown. */
    @WithDefault("15s")
    Duration patience();
  }
}
