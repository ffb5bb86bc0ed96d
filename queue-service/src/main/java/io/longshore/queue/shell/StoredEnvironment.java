package io.longshore.queue.shell;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.wire.EnvironmentWire;

/** An environment as it is stored, and as rules look at it. */
record StoredEnvironment(ComputeEnvironmentDetail detail, Environment environment) {

  static StoredEnvironment of(Entry row) {
    var detail = Parse.of(ComputeEnvironmentDetail.parser(), row.detail());
    return new StoredEnvironment(
        detail, EnvironmentWire.read(detail, row.version(), row.settingsVersion()));
  }
}
