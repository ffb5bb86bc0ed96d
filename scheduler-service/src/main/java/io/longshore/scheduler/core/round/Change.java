package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.Supply;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Node;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.Hold;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.Queue;

/**
 * One row that changes: a whole aggregate by its key, or its end. Memory changes by replaying these
 * and by nothing else, and recovery replays the stored rows as the same changes.
 */
public sealed interface Change {
  /** What the row is keyed by: the last change of a key in a step is the one to store. */
  Object key();

  /** A single job, or a child with a life of its own. A cold one leaves memory, its row stays. */
  record JobPut(Job job) implements Change {
    @Override
    public Object key() {
      return job.key();
    }
  }

  /** An array with the sets of its children. */
  record ArrayPut(ArrayJob array) implements Change {
    @Override
    public Object key() {
      return array.id();
    }
  }

  /** A job is forgotten: its row, and its children's. */
  record JobGone(JobId id) implements Change {
    @Override
    public Object key() {
      return id;
    }
  }

  /** The job's pod template, which came with its submission, is to be kept. */
  record PayloadKept(JobId id) implements Change {
    @Override
    public Object key() {
      return new PayloadKey(id);
    }
  }

  /** The job has ended and will not be launched again. */
  record PayloadGone(JobId id) implements Change {
    @Override
    public Object key() {
      return new PayloadKey(id);
    }
  }

  record LaunchPut(Launch launch) implements Change {
    @Override
    public Object key() {
      return launch.id();
    }
  }

  /** A launch was judged. */
  record LaunchGone(LaunchId id) implements Change {
    @Override
    public Object key() {
      return id;
    }
  }

  record NodePut(Node node) implements Change {
    @Override
    public Object key() {
      return node.uid();
    }
  }

  record NodeGone(NodeUid uid) implements Change {
    @Override
    public Object key() {
      return uid;
    }
  }

  record InstancePut(Instance instance) implements Change {
    @Override
    public Object key() {
      return new InstanceKey(instance.id());
    }
  }

  record InstanceGone(String id) implements Change {
    @Override
    public Object key() {
      return new InstanceKey(id);
    }
  }

  record SupplyPut(Supply supply) implements Change {
    @Override
    public Object key() {
      return new SupplyKey(supply.environment());
    }
  }

  record QueuePut(Queue queue) implements Change {
    @Override
    public Object key() {
      return queue.arn();
    }
  }

  record QueueGone(QueueArn arn) implements Change {
    @Override
    public Object key() {
      return arn;
    }
  }

  record EnvironmentPut(Environment environment) implements Change {
    @Override
    public Object key() {
      return environment.arn();
    }
  }

  /** The environment and what was said of its supply. */
  record EnvironmentGone(EnvironmentArn arn) implements Change {
    @Override
    public Object key() {
      return arn;
    }
  }

  record HoldPut(Hold hold) implements Change {
    @Override
    public Object key() {
      return new HoldKey(hold.source());
    }
  }

  /** An operator has decided. */
  record HoldGone(String source) implements Change {
    @Override
    public Object key() {
      return new HoldKey(source);
    }
  }

  record HoldKey(String source) {}

  record PayloadKey(JobId id) {}

  record InstanceKey(String id) {}

  record SupplyKey(EnvironmentArn environment) {}
}
