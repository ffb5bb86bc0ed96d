#!/bin/sh
# Creates what is missing; an existing topic is left as it is. Topics are created here, never by use.
set -eu
grep -v '^#' /etc/longshore/topics.txt | while read -r topic partitions policy; do
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --create --if-not-exists --topic "$topic" \
    --partitions "$partitions" --config cleanup.policy="$policy" --config min.insync.replicas="$MIN_INSYNC" \
    --replication-factor "$REPLICATION"
done
