package io.longshore.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stack a folder; ports give way. */
class DataFolderTest {

  @TempDir Path folder;

  @Test
  void secondStackIsRefused() {
    try (var _ = DataFolder.open(folder)) {
      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(DataFolder.InUse.class)
          .hasMessageContaining(folder.toString());
    }
    DataFolder.open(folder).close();
  }

  @Test
  void clearingTakesTheStateAndNothingElse() throws Exception {
    var build = Files.createDirectories(folder.resolve("logs")).resolve("build.log");
    Files.writeString(build, "built");
    try (var data = DataFolder.open(folder)) {
      Files.writeString(data.folder("a").resolve("b"), "c");
      Files.writeString(data.log("world"), "said");
      Files.createSymbolicLink(data.folder("a").resolve("link"), build.getParent());
      DataFolder.open(folder.resolve("other")).close();
      data.clear();
      assertThat(build).hasContent("built");
      try (var left = Files.list(folder)) {
        assertThat(left)
            .containsExactlyInAnyOrder(
                folder.resolve("stack.lock"), folder.resolve("other"), folder.resolve("logs"));
      }
      assertThat(data.folder("a")).isEmptyDirectory();
    }
  }

  @Test
  void takenPortMovesAndIsSaid() throws Exception {
    var listener = Ports.Listener.QUEUE;
    try (var holder = new ServerSocket()) {
      // Where somebody else has the usual port already, that does as well.
      try {
        holder.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), listener.usual()));
      } catch (BindException e) {
        assertThat(e).isNotNull();
      }
      var moved = new EnumMap<Ports.Listener, Integer>(Ports.Listener.class);
      var ports = Ports.usual(moved::put);
      assertThat(ports.of(listener)).isNotEqualTo(listener.usual());
      assertThat(moved).containsEntry(listener, ports.of(listener));
    }
  }
}
