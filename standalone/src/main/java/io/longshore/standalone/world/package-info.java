/**
 * The stand-in for the world: a Kubernetes cluster and AWS as one process, all of it on 127.0.0.1.
 *
 * <h2>Start</h2>
 *
 * {@code java … io.longshore.standalone.world.WorldMain --data DIR [--port-kube N] [--port-aws N]};
 * {@code --help} lists every option with its default. Port 0 takes a free one. Once all listens,
 * {@code DIR/endpoints.json} has {@code kube}, {@code aws} (also the controls' address), {@code
 * eventsQueue} (an SQS queue URL), {@code bootstrap} (the command for user data) and {@code pid}.
 *
 * <h2>Kubernetes</h2>
 *
 * Pods, nodes, namespaces, events and ConfigMaps of core v1, with {@code status}, {@code log} and
 * {@code eviction}. Bodies are JSON. There is no scheduler: a pod runs only where it is bound. The
 * fence is the ConfigMap {@code longshore-fence} (key {@code epoch}) in {@code --fence-namespace};
 * it binds pods with the label {@code batch.longshore.io/managed=true} or the annotation {@code
 * batch.longshore.io/placement-epoch}. A server-side apply is a merge: nothing that an earlier
 * apply had set is taken away.
 *
 * <h2>Machines</h2>
 *
 * An instance's user data is run with bash, once, after the boot delay. It finds {@code
 * INSTANCE_ID} in its environment, since there is no metadata service, and joins by the command
 * {@code DIR/bin/bootstrap CLUSTER --kubelet-extra-args '--node-labels=k=v,…
 * --register-with-taints=k=v:Effect,…'}, which is on its path as {@code bootstrap} too. {@code
 * --node NAME=TYPE[,LABEL=VALUE…]} adds machines that are always there, for unmanaged environments.
 *
 * <h2>Containers</h2>
 *
 * A container is its command and arguments (without a command the first argument is the program),
 * run on this machine as this user: images are not run, limits not enforced, restart policies other
 * than Never refused, probes and hooks ignored. It starts in a folder of its pod's own unless
 * workingDir says otherwise, with {@code PATH}, {@code HOME}, {@code TMPDIR}, {@code LANG}, {@code
 * HOSTNAME}, and {@code LONGSHORE_VOLUME_<NAME>} for the folder of each volume (emptyDir and
 * hostPath; others keep the pod waiting, as an unmountable volume does), beside its own variables.
 * An image of a registry whose name ends in {@code .invalid} cannot be pulled. Deletion sends TERM
 * to the process group and KILL after the grace. All processes die with the world.
 *
 * <h2>AWS</h2>
 *
 * The actions of EC2, Auto Scaling and SQS that capacity-service needs, on AWS's own wire. Subnets
 * are subnet-0a0a0a0a, subnet-0b0b0b0b and subnet-0c0c0c0c, one for each zone; images are
 * ami-0a0a0a0a (x86_64), ami-0b0b0b0b (arm64) and EKS's {@code resolve:ssm:} parameters.
 *
 * <h2>Controls</h2>
 *
 * On AWS's port; parameters are in the query:
 *
 * <ul>
 *   <li>{@code GET /world/instances}: {@code instances[]} with id, type, market (on-demand, spot),
 *       zone, state, reason, node, vcpus, seconds (paid for), launchedAt, endedAt
 *   <li>{@code GET /world/snapshot}: the same with {@code nodes[]}, {@code pods[]}, {@code
 *       processes}
 *   <li>{@code GET /world/statistics}: {@code vcpuSeconds} and {@code instances} by market, {@code
 *       processes}
 *   <li>{@code GET /world/calls}: {@code calls[]} of AWS's API of late with at (milliseconds), key
 *       (the access key) and action
 *   <li>{@code POST /world/interrupt?instance=}: a Spot notice, then the end; {@code
 *       /world/rebalance?instance=}: a recommendation; {@code /world/fail?instance=}: the hardware
 *       dies
 *   <li>{@code POST /world/pools?pool=TYPE:ZONE:MARKET=N}: sizes of pools, * for any
 *   <li>{@code POST /world/times?boot-delay=3s..8s}: also launch-delay, shutdown-delay, spot-notice
 *   <li>{@code POST /world/freeze?node=}, {@code /world/thaw?node=}: a kubelet out of touch, and
 *       back
 *   <li>{@code POST /world/compact}: forgets the history of watches, so that they get 410
 *   <li>{@code POST /world/faults} with {@code {"surface":"KUBE|AWS","mode":"REFUSE|LOSE_ANSWER",
 *       "status":500,"code":"…","match":"POST /api/v1/…|DescribeInstances","rate":1.0,"calls":1}}:
 *       the next so many matching calls fail; {@code DELETE} ends all faults
 * </ul>
 *
 * <h2>Death</h2>
 *
 * Objects, instances, groups, templates, messages and activities are kept in {@code
 * DIR/journal.jsonl}. After the world's end its instances are terminated (Power cut), their nodes
 * are removed and their pods collected, held by finalizers; standing machines come up again, with
 * their pods' containers lost.
 */
@NullMarked
package io.longshore.standalone.world;

import org.jspecify.annotations.NullMarked;
