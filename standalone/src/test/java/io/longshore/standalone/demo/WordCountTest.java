package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.standalone.demo.WordCount.Frequent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The direct computation, and the pipeline's own scripts against it. */
class WordCountTest {

  private static final int SLICES = 3;

  @TempDir Path folder;

  @Test
  void countsRunsWithinALine() throws Exception {
    Files.writeString(folder.resolve("a.md"), "The cat, the CAT\nthe dog");
    var count = WordCount.direct(folder);
    assertThat(count.byLength().get(1).total()).isEqualTo(6);
    assertThat(count.byLength().get(1).top())
        .containsExactly(new Frequent("the", 3), new Frequent("cat", 2), new Frequent("dog", 1));
    assertThat(count.byLength().get(2).top().getFirst()).isEqualTo(new Frequent("the cat", 2));
    assertThat(count.byLength().get(3).total()).isEqualTo(2);
  }

  @Test
  void scriptsComputeTheSame() throws Exception {
    var sources = Files.createDirectories(folder.resolve("sources/deep"));
    Files.createDirectories(folder.resolve("sources/target"));
    Files.writeString(folder.resolve("sources/target/x.java"), "not read");
    Files.writeString(folder.resolve("sources/none.txt"), "not read");
    Files.write(sources.resolve("b.java"), new byte[] {'A', (byte) 0xc4, 'b', '\r', '\n', 'c'});
    Files.write(sources.resolve("c.md"), "Straße naïve İ".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 40; i++) {
      Files.writeString(sources.resolve(i + ".py"), ("x" + i + " word again word\n").repeat(i));
    }
    pipeline(folder.resolve("sources"), folder.resolve("work"));
    assertThat(WordCount.read(folder.resolve("work/result.json")))
        .isEqualTo(WordCount.direct(folder.resolve("sources")));
  }

  private void pipeline(Path sources, Path work) throws Exception {
    run("split.py", 0, sources.toString(), work.toString(), "" + SLICES);
    for (var stage : List.of("count.py", "order.py")) {
      for (int index = 0; index < SLICES; index++) {
        run(stage, index, work.toString());
      }
    }
    run("reduce.py", 0, work.toString(), "" + SLICES);
  }

  private void run(String script, int index, String... arguments) throws Exception {
    var root = Path.of(System.getProperty("repository.root", ".."));
    var words = new ArrayList<>(List.of("python3"));
    words.add(root.resolve("examples/pipelines/wordcount").resolve(script).toString());
    words.addAll(List.of(arguments));
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AWS_BATCH_JOB_ARRAY_INDEX", "" + index);
    var process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
