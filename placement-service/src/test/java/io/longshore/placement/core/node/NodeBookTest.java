package io.longshore.placement.core.node;

import static io.longshore.placement.core.Samples.NAMES;
import static io.longshore.placement.core.Samples.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.observe.Host;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeBookTest {

  private static final Amounts HALF = new Amounts(500, 1L << 30, 0, Map.of());

  @Test
  void nothingIsReportedBeforeAllThatHoldsRoomIsKnown() {
    var book = new NodeBook(NAMES, Map.of());
    book.nodesListed(List.of(node("a")));
    assertThat(book.news()).isEmpty();
    book.foreignListed(List.of());
    book.daemonsListed(List.of());
    assertThat(book.news()).hasSize(1);
  }

  @Test
  void daemonSetsKeepTheirRoomBeforeAndAfterTheirPodsCome() {
    var book = listed(new NodeBook(NAMES, Map.of()), node("a"));
    var daemon =
        new DaemonSeen(
            "d1",
            HALF,
            Map.of(),
            List.of(),
            List.of(new DaemonSeen.Toleration("", "Exists", "", "")),
            false);
    book.daemonsListed(List.of(daemon));
    var before = here(book);
    assertThat(before.allocatable().vcpuMillis()).isEqualTo(3500);
    assertThat(before.maxPods()).isEqualTo(109);
    book.foreignChanged(new ForeignPod("p1", "a", "d1", HALF));
    assertThat(book.news()).as("the daemon's pod takes the room kept for it").isEmpty();
    book.foreignChanged(new ForeignPod("p2", "a", "", HALF));
    assertThat(here(book).allocatable().vcpuMillis()).isEqualTo(3000);
    book.foreignGone("p2");
    assertThat(here(book).allocatable().vcpuMillis()).isEqualTo(3500);
  }

  @Test
  void daemonSetThatDoesNotTolerateTheBatchTaintNeedsNoRoom() {
    var book = listed(new NodeBook(NAMES, Map.of()), node("a"));
    book.news();
    book.daemonChanged(new DaemonSeen("d1", HALF, Map.of(), List.of(), List.of(), false));
    assertThat(book.news()).isEmpty();
  }

  @Test
  void nodeThatWentWhileNobodyWatchedIsReportedGone() {
    var first = listed(new NodeBook(NAMES, Map.of()), node("a"));
    var report = here(first);
    var second = listed(new NodeBook(NAMES, Map.of(report.uid(), report)));
    assertThat(second.news()).containsExactly(new NodeBook.News.Gone("a", "uid-a"));
  }

  @Test
  void namesakeIsANewNodeAndTheOldOneIsGone() {
    var book = listed(new NodeBook(NAMES, Map.of()), node("a"));
    book.news();
    NodeSeen a = node("a");
    book.nodeChanged(
        new NodeSeen(
            "a",
            "uid-2",
            a.createdAt(),
            a.labels(),
            a.providerId(),
            a.allocatable(),
            110,
            true,
            false,
            List.of(),
            "amd64"));
    assertThat(book.news()).hasSize(2).first().isEqualTo(new NodeBook.News.Gone("a", "uid-a"));
    assertThat(book.host("a", "uid-a")).isInstanceOf(Host.Replaced.class);
    book.nodeGone("a", "uid-a");
    assertThat(book.host("a", "uid-2")).isEqualTo(new Host.There(true));
  }

  @Test
  void cordonAndForeignTaintsKeepBatchPodsAway() {
    var book = listed(new NodeBook(NAMES, Map.of()), node("a"));
    assertThat(here(book).schedulable()).isTrue();
    NodeSeen a = node("a");
    book.nodeChanged(
        new NodeSeen(
            "a",
            "uid-a",
            a.createdAt(),
            a.labels(),
            a.providerId(),
            a.allocatable(),
            110,
            true,
            false,
            List.of(new NodeSeen.Taint("dedicated", "x", "NoSchedule")),
            "amd64"));
    assertThat(here(book).schedulable()).isFalse();
  }

  @Test
  void instanceIsReadFromTheProvidersId() {
    var book = listed(new NodeBook(NAMES, Map.of()), node("0abc"));
    assertThat(here(book).instanceId()).isEqualTo("i-0abc");
  }

  private static NodeBook listed(NodeBook book, NodeSeen... nodes) {
    book.nodesListed(List.of(nodes));
    book.foreignListed(List.of());
    book.daemonsListed(List.of());
    return book;
  }

  private static NodeReport here(NodeBook book) {
    var news = book.news();
    assertThat(news).hasSize(1);
    return ((NodeBook.News.Here) news.getFirst()).report();
  }
}
