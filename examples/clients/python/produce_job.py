#!/usr/bin/env python3
"""Submits a job by Kafka: one encoded SubmitJobRequest on longshore.submissions."""

import argparse
import sys
import uuid

import longshore_client as client
from confluent_kafka import KafkaException, Producer
from longshore.batch.v1 import jobs_pb2

TOPIC = "longshore.submissions"
DELIVERY_SECONDS = 20


def arguments(argv):
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="A submission that cannot be used comes back on longshore.submissions.rejected, with the reason in its "
        "headers. Exit codes: 0 once the broker has it, 2 for a wrong command line, 3 where the broker does not answer.",
    )
    parser.add_argument("--kafka", default=client.endpoint("kafka", "LONGSHORE_KAFKA"), help="HOST:PORT of a broker")
    parser.add_argument("--queue", required=True, help="name or ARN of the queue")
    parser.add_argument("--definition", required=True, help="NAME, NAME:REVISION or ARN")
    parser.add_argument("--name", default="from-kafka", help="name of the job")
    parser.add_argument("--client-token", default=str(uuid.uuid4()), help="makes a repeated submission the same job")
    parser.add_argument("command", nargs="*", help="what to run instead of the definition's command; put -- before it")
    parsed = parser.parse_args(argv)
    if not parsed.kafka:
        parser.error("no broker: start the stack with `longshore up`, or give --kafka or LONGSHORE_KAFKA")
    return parsed


def submission(wanted):
    """The bytes of the record. With a client token a record that is sent twice is still one job."""
    request = jobs_pb2.SubmitJobRequest(
        job_name=wanted.name,
        job_queue=wanted.queue,
        job_definition=wanted.definition,
        client_token=wanted.client_token,
    )
    if wanted.command:
        request.container_overrides.command.extend(wanted.command)
    return request.SerializeToString()


def send(broker, value):
    """Returns the record's partition and offset once every replica that must have it has it."""
    settings = {
        "bootstrap.servers": broker,
        "acks": "all",
        "enable.idempotence": True,
        "message.timeout.ms": DELIVERY_SECONDS * 1000,
        "log_level": 0,
    }
    outcome = []
    producer = Producer(settings)
    producer.produce(TOPIC, value=value, on_delivery=lambda error, record: outcome.append((error, record)))
    producer.flush(DELIVERY_SECONDS + 5)
    if not outcome:
        raise TimeoutError(f"{broker} did not answer")
    error, record = outcome[0]
    if error:
        raise KafkaException(error)
    return record.partition(), record.offset()


def main(argv=None):
    wanted = arguments(argv)
    try:
        partition, offset = send(wanted.kafka, submission(wanted))
    except (KafkaException, TimeoutError) as error:
        print(f"not submitted: {error}", file=sys.stderr)
        return 3
    print(f"submitted {wanted.name} with token {wanted.client_token} (partition {partition}, offset {offset})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
