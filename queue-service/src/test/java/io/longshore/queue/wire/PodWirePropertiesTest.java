package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.EksPodProperties;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Pods that are read and written again. */
class PodWirePropertiesTest {

  @Property(tries = 200)
  void podThatNothingChangesIsWrittenAsItWas(@ForAll("pods") EksPodProperties pod) {
    assertThat(PodWire.write(pod, PodWire.read(pod))).isEqualTo(pod);
  }

  @Provide
  Arbitrary<EksPodProperties> pods() {
    var containers = container().list().ofMaxSize(3);
    return Combinators.combine(containers, containers, text().optional(), words())
        .as(
            (main, init, dns, labels) -> {
              var pod =
                  EksPodProperties.newBuilder().addAllContainers(main).addAllInitContainers(init);
              dns.ifPresent(pod::setDnsPolicy);
              labels.forEach(l -> pod.getMetadataBuilder().putLabels(l, "x" + l));
              return pod.build();
            });
  }

  private static Arbitrary<EksContainer> container() {
    return Combinators.combine(text().optional(), words(), words(), words(), words())
        .as(
            (name, command, args, env, amounts) -> {
              var container = EksContainer.newBuilder().setImage("busybox");
              name.ifPresent(container::setName);
              container.addAllCommand(command).addAllArgs(args);
              env.forEach(e -> container.addEnvBuilder().setName(e));
              if (!env.isEmpty()) {
                container.getEnvBuilder(0).setValue("");
              }
              amounts.forEach(a -> container.getResourcesBuilder().putLimits(a, "1"));
              return container.build();
            });
  }

  private static Arbitrary<List<String>> words() {
    return text().list().ofMaxSize(3);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5);
  }
}
