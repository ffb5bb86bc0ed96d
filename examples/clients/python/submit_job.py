#!/usr/bin/env python3
"""Submits a job by gRPC, waits for its end, prints its output and exits with its exit code."""

import argparse
import sys
import time
import uuid

import longshore_client as client
import grpc
from longshore.batch.v1 import jobs_pb2, logs_pb2

FINAL = (jobs_pb2.JOB_STATUS_SUCCEEDED, jobs_pb2.JOB_STATUS_FAILED)
CALL_SECONDS = 30


def arguments(argv):
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Exit codes: the job's own; 1 where it has none; 2 for a wrong command line; 3 where the service does "
        "not answer; 4 where it refuses.",
    )
    parser.add_argument("--endpoint", default=client.endpoint("grpc", "LONGSHORE_ENDPOINT"), help="HOST:PORT of the API")
    parser.add_argument("--queue", required=True, help="name or ARN of the queue")
    parser.add_argument("--definition", required=True, help="NAME, NAME:REVISION or ARN")
    parser.add_argument("--name", default="from-python", help="name of the job")
    parser.add_argument("--array", type=int, metavar="SIZE", help="make it an array")
    parser.add_argument("--client-token", default=str(uuid.uuid4()), help="makes a repeated call give the same job")
    parser.add_argument("command", nargs="*", help="what to run instead of the definition's command; put -- before it")
    parsed = parser.parse_args(argv)
    if not parsed.endpoint:
        parser.error("no endpoint: start the stack with `longshore up`, or give --endpoint or LONGSHORE_ENDPOINT")
    return parsed


def submit(batch, wanted):
    request = jobs_pb2.SubmitJobRequest(
        job_name=wanted.name,
        job_queue=wanted.queue,
        job_definition=wanted.definition,
        client_token=wanted.client_token,
    )
    if wanted.array:
        request.array_properties.size = wanted.array
    if wanted.command:
        request.container_overrides.command.extend(wanted.command)
    return batch.SubmitJob(request, timeout=CALL_SECONDS).job_id


def wait(batch, job_id, report=lambda words: None):
    """The job once it has ended; report hears of each change."""
    shown = None
    while True:
        job = batch.DescribeJobs(jobs_pb2.DescribeJobsRequest(jobs=[job_id]), timeout=CALL_SECONDS).jobs[0]
        words = " ".join(filter(None, [client.status_name(job.status), job.status_reason]))
        if words != shown:
            report(words)
            shown = words
        if job.status in FINAL:
            return job
        time.sleep(0.5)


def logs(batch, job_id):
    """The job's output, in the bytes that it wrote."""
    answers = batch.GetJobLogs(logs_pb2.GetJobLogsRequest(job_id=job_id), timeout=CALL_SECONDS)
    return b"".join(answer.chunk for answer in answers)


def exit_code(job):
    """0 for a job that SUCCEEDED, else the first container's code that is not 0, else 1."""
    if job.status == jobs_pb2.JOB_STATUS_SUCCEEDED:
        return 0
    codes = [job.container.exit_code]
    codes += [container.exit_code for container in job.eks_properties.pod_properties.containers]
    return next((code for code in codes if 0 < code < 256), 1)


def main(argv=None):
    wanted = arguments(argv)
    with client.connect(wanted.endpoint) as channel:
        batch = client.stub(channel)
        try:
            job_id = submit(batch, wanted)
            print(f"submitted {wanted.name} {job_id}", file=sys.stderr)
            job = wait(batch, job_id, lambda words: print(f"  {words}", file=sys.stderr))
            if not wanted.array:
                sys.stdout.buffer.write(logs(batch, job_id))
                sys.stdout.flush()
            return exit_code(job)
        except grpc.RpcError as error:
            print(f"refused: {client.tell(error)}", file=sys.stderr)
            away = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
            return 3 if error.code() in away else 4


if __name__ == "__main__":
    sys.exit(main())
