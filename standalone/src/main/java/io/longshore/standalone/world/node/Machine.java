package io.longshore.standalone.world.node;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A machine that is up: its user data, and its kubelet once it has joined. */
final class Machine {

  private final MachineSpec spec;
  private Future<RunningProcess> userData = Future.failedFuture("no user data");
  private @Nullable Kubelet kubelet;
  private boolean off;

  Machine(MachineSpec spec) {
    this.spec = spec;
  }

  MachineSpec spec() {
    return spec;
  }

  @Nullable Kubelet kubelet() {
    return kubelet;
  }

  boolean off() {
    return off;
  }

  void joined(Kubelet kubelet) {
    this.kubelet = kubelet;
  }

  void boots(Future<RunningProcess> userData) {
    this.userData = userData;
  }

  /** Kills all that runs on it; completes when nothing does. */
  Future<Void> powerOff() {
    off = true;
    Future<Void> script =
        userData
            .compose(
                process -> {
                  process.signal("KILL");
                  return process.exit();
                })
            .<Void>mapEmpty()
            .otherwiseEmpty();
    Future<Void> pods = kubelet == null ? Future.succeededFuture() : kubelet.powerOff();
    return Future.join(script, pods).mapEmpty();
  }
}
