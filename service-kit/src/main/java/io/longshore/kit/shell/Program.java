package io.longshore.kit.shell;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * What the lease holder of a scope does. The runtime calls {@link #load} once per ownership, then
 * {@link #step} and {@link #committed} strictly in turn, on one Vert.x context; heavy computation
 * inside {@code step} moves itself to a worker thread. When the lease is lost, or a commit cannot
 * be settled, {@link #dropped} is called and nothing more of this ownership.
 */
public interface Program {

  /**
   * Rebuilds memory from the database.
   *
   * @return the statements and entries that hold at present
   */
  Uni<Step> load(Ownership ownership, Tx tx);

  /** Decides one round. Must not send, and must not write but through the step's {@code writes}. */
  Uni<Step> step(Inputs inputs);

  /** The step is in the database: what users may see of it may be shown now. */
  void committed(Step step);

  /** The scope is no longer ours: forget everything. */
  void dropped();

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
