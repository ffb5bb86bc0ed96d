package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.RUNNING;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static io.longshore.scheduler.core.round.JobMaker.spotJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.explain.EnvironmentReason;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What an operator says of a node: evidence about the object that was lost, never about another.
 */
class DeclaredLossStoriesTest {
  private static Input declared(String name) {
    return new Input.DeclareLost("arn:c1", new Input.Lost.ByName(name), "burnt");
  }

  private static Input declaredUid(String uid) {
    return new Input.DeclareLost("arn:c1", new Input.Lost.ByUid(new NodeUid(uid)), "burnt");
  }

  @Test
  void declaredLossMeansTheNodeThatIsAwayNotItsNamesake() {
    var story = Story.begin().unmanaged("own").queue("q", 1, "own");
    story
        .step(story.node("n1", "own", true, 4, 0))
        .submits(job("a").cpus(4))
        .runs("a")
        .nodeGone("n1")
        .step(story.anew("own", true))
        .submits(job("b").cpus(4))
        .runs("b")
        .step(declared("n1"))
        .expect("b", RUNNING)
        .expectFailed("a", "Host EC2 (instance i-n1) terminated.");
  }

  @Test
  void declaredLossIsEvidenceOnceTheNodeIsNotReady() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(spotJob("a"))
        .runs("a")
        .step(declared("n1"), declaredUid("uid-n1"))
        .expect("a", RUNNING)
        .expectInstance("n1", InstanceState.Usable.class)
        .unready("n1", 4)
        .step(declared("n1"))
        .expect("a", RUNNABLE)
        .expectInstance("n1", InstanceState.Lost.class);
  }

  @Test
  void declarationWithoutEffectSaysWhy() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).step(declared("n1"));
    assertThat(story.last().summary().refused())
        .singleElement()
        .asString()
        .endsWith("the node is ready: its kubelet says that it is not lost");
    story.step(declaredUid("uid-other"));
    assertThat(story.last().summary().refused())
        .singleElement()
        .asString()
        .endsWith("no such node");
  }

  @Test
  void repeatedDeclarationSaysNothingOfTheNextNodeOfThatName() {
    var story = Story.begin().unmanaged("own").queue("q", 1, "own");
    story
        .step(story.node("n1", "own", true, 4, 0))
        .submits(spotJob("a"))
        .runs("a")
        .nodeGone("n1")
        .step(declaredUid("uid-n1"))
        .expect("a", RUNNABLE)
        .step(story.anew("own", true))
        .starts("a")
        .step(declared("n1"), declaredUid("uid-n1"))
        .step(story.anew("own", false))
        .step(declaredUid("uid-n1"))
        .expect("a", STARTING)
        .expectAttempt("a", 2, 2);
  }

  @Test
  void severalLostNodesOfOneNameAreDeclaredByTheirUid() {
    var story = Story.begin().unmanaged("own").queue("q", 1, "own");
    story
        .step(story.node("n1", "own", true, 4, 0))
        .submits(spotJob("a").cpus(4))
        .runs("a")
        .nodeGone("n1")
        .step(story.anew("own", true))
        .submits(spotJob("b").cpus(4))
        .runs("b")
        .step(story.anew("own", false))
        .step(declared("n1"))
        .expect("a", RUNNING)
        .expect("b", RUNNING)
        .step(declaredUid("uid-n1"))
        .expect("a", RUNNABLE)
        .expect("b", RUNNING);
  }

  @Test
  void instanceThatRegisteredAnewIsNotLostWithItsFormerNode() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(spotJob("a").cpus(4)).runs("a");
    story
        .nodeGone("n1")
        .step(story.anew("ce", true))
        .submits(spotJob("b").cpus(4))
        .runs("b")
        .step(declaredUid("uid-n1"))
        .expect("a", RUNNABLE)
        .expect("b", RUNNING)
        .expectInstance("n1", InstanceState.Usable.class);
  }

  @Test
  void instanceWithoutANodeIsDeclaredLost() {
    Story.begin()
        .ready(4, 16)
        .launched("n1", 4)
        .step(new Input.DeclareLost("arn:c1", new Input.Lost.OfInstance("i-n1"), "burnt"))
        .expectInstance("n1", InstanceState.Lost.class);
  }

  @Test
  void declaredLossOfAnUnmanagedNode() {
    var story = Story.begin().unmanaged("own").queue("q", 1, "own");
    story
        .step(story.node("n1", "own", true, 4, 0))
        .submits(spotJob("a"))
        .runs("a")
        .nodeGone("n1")
        .passes(Duration.ofHours(1))
        .expect("a", RUNNING)
        .step(declared("n1"))
        .expect("a", RUNNABLE);
    assertThat(story.cell.state().nodes.all()).isEmpty();
  }

  /**
   * The operator was wrong, or the node comes back: its word is too late. It takes nothing new
   * under this UID, what it says of the old launch is ignored, and Kubernetes' next node object of
   * that name is another node.
   */
  @Test
  void unmanagedNodeThatWasDeclaredLostIsNotTrustedWhenItComesBack() {
    var story = Story.begin().unmanaged("own").queue("q", 1, "own");
    story.step(story.node("n1", "own", true, 4, 0)).submits(job("a").attempts(2)).runs("a");
    var late = story.exit("a", 0, "Completed", false, false);
    var again = new Input.LaunchRunning(Story.CLUSTER, late.launch(), late.pod(), List.of(), null);
    story.step(story.node("n1", "own", false, 4, 0)).step(declared("n1")).expect("a", RUNNABLE);
    assertThat(story.sent(Outgoing.CloseLaunch.class)).hasSize(1);
    story
        .step(story.node("n1", "own", true, 4, 0))
        .step(again)
        .step(late)
        .passes(Duration.ofHours(1))
        .expect("a", RUNNABLE);
    assertThat(story.last().changes()).isEmpty();
    assertThat(story.explain("a").orElseThrow().environments())
        .extracting(Explanation.Place::reason)
        .containsExactly(EnvironmentReason.NO_NODES);
    story.takeover().nodeGone("n1");
    assertThat(story.cell.state().nodes.all()).isEmpty();
    var fresh =
        new Input.NodeSeen(
            Story.CLUSTER,
            new NodeUid("uid-n1-again"),
            "n1",
            "",
            "uuid-own",
            true,
            true,
            new Resources(4_000, 64L << 30, 0, Map.of()),
            110,
            Map.of(),
            "amd64");
    story.step(fresh).expect("a", STARTING).expectAttempt("a", 2, 2);
  }
}
