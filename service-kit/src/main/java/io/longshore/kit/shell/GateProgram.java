package io.longshore.kit.shell;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * What an intake does with requests that all instances of a service accept at once. Requests that
 * arrive together are decided and written together, in one transaction that holds the cell's gate:
 * every earlier commit of any instance is visible in it, so rules about what exists can be checked
 * in it, and the order of commits is the order of the message numbers.
 *
 * @param <W> a request
 * @param <A> its answer; a refusal is an answer too
 */
public interface GateProgram<W, A> {

  /**
   * Decides a batch and writes its rows through {@code tx}. Called again with the same works if the
   * transaction has to be repeated, and with each work alone if the batch threw: then only the work
   * that throws alone fails its caller.
   *
   * @param now max(stored clock, PostgreSQL's clock), the same for the whole batch
   */
  Uni<Decided<A>> decide(List<W> works, Instant now, Tx tx);

  /**
   * What a batch came to.
   *
   * @param answers one for each work, in the works' order
   * @param messages numbered messages for the streams, in order
   */
  record Decided<A>(List<A> answers, List<Step.Out> messages) {}
}
