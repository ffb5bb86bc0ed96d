package io.longshore.kit.shell;

import com.google.protobuf.ByteString;
import io.longshore.kit.wire.Inputs;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * What the lease holder of a scope does. The runtime calls {@link #load} once per ownership, then
 * {@link #step} and {@link #committed} strictly in turn, on one Vert.x context; heavy computation
 * inside {@code step} moves itself to a worker thread. When the lease is lost, or a commit cannot
 * be settled, {@link #dropped} is called and nothing more of this ownership.
 */
public interface Program {

  /**
   * Rebuilds memory from the database. Runs in a transaction without a time limit, after the lease
   * was taken, so no former owner can commit any more; the lease is renewed meanwhile.
   *
   * @return the statements and entries that hold at present; committed as the ownership's first
   *     round, so it may also write and send
   */
  Uni<Step> load(Ownership ownership, Tx tx);

  /** Decides one round. Must not send, and must not write but through the step's {@code writes}. */
  Uni<Step> step(Inputs inputs);

  /** The step is in the database: what users may see of it may be shown now. */
  void committed(Step step);

  /**
   * Memory no longer holds: forget everything. The scope is not ours any longer, or a step threw
   * and what it left behind cannot be trusted; then {@link #load} follows under the same ownership.
   */
  void dropped();

  /**
   * The one message in these inputs made {@link #step} throw twice alone and is put aside in the
   * same transaction that the given step commits in: hold what it was about, with that reason,
   * until an operator decides.
   */
  default Uni<Step> quarantined(Inputs alone, String reason) {
    return Uni.createFrom().item(Step.nothing(Optional.empty()));
  }

  /**
   * An operator gives up the one message in these inputs, which was put aside for {@code reason}:
   * what was held because of it has failed. The given step commits together with the quarantine's
   * end.
   */
  default Uni<Step> failed(Inputs alone, String reason) {
    return Uni.createFrom().item(Step.nothing(Optional.empty()));
  }

  /**
   * Completes outgoing messages as they are sent, again at every re-send: payloads that memory
   * never holds.
   */
  default Uni<List<ByteString>> beforeSend(String to, List<ByteString> messages, Tx tx) {
    return Uni.createFrom().item(messages);
  }

  /**
   * The lease that this round runs under.
   *
   * @param epoch rises with every change of owner
   * @param holder this process, for logs
   * @param cell the cell
   */
  record Ownership(long epoch, String holder, int cell) {}
}
