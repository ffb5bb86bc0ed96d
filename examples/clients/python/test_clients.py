#!/usr/bin/env python3
"""Smoke tests of the example programs.

The first class needs nothing. The second runs against a stack: LONGSHORE_ENDPOINT and LONGSHORE_KAFKA say where,
LONGSHORE_TEST_QUEUE which queue (by default the first that is ENABLED and VALID); it is skipped without them.
"""

import concurrent.futures
import contextlib
import io
import os
import time
import unittest
import uuid

import longshore_client as client
import produce_job
import submit_job
import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status
from longshore.batch.v1 import (
    common_pb2,
    definitions_pb2,
    jobs_pb2,
    logs_pb2,
    queues_pb2,
    service_pb2_grpc,
)

PATIENCE_SECONDS = 120


class Refusing(service_pb2_grpc.BatchServiceServicer):
    """Refuses a queue of the name nope as the real service does; all other jobs end at once."""

    def SubmitJob(self, request, context):
        if request.job_queue == "nope":
            detail = any_pb2.Any()
            detail.Pack(
                error_details_pb2.BadRequest(
                    field_violations=[{"field": "jobQueue", "description": "no such queue"}]
                )
            )
            context.abort_with_status(
                rpc_status.to_status(
                    status_pb2.Status(code=code_pb2.INVALID_ARGUMENT, message="refused", details=[detail])
                )
            )
        return jobs_pb2.SubmitJobResponse(job_id="7")

    def DescribeJobs(self, request, context):
        job = jobs_pb2.JobDetail(job_id="7", status=jobs_pb2.JOB_STATUS_FAILED)
        job.container.exit_code = 5
        return jobs_pb2.DescribeJobsResponse(jobs=[job])

    def GetJobLogs(self, request, context):
        yield logs_pb2.GetJobLogsResponse(chunk=b"hel")
        yield logs_pb2.GetJobLogsResponse(chunk=b"lo\n")


def run(program, *argv):
    """Exit code, standard output and standard error of a program's main."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = program.main(list(argv))
        except SystemExit as stopped:
            code = stopped.code
    out.flush()
    return code, out.buffer.getvalue().decode(), err.getvalue()


class WithoutStack(unittest.TestCase):
    def setUp(self):
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        service_pb2_grpc.add_BatchServiceServicer_to_server(Refusing(), self.server)
        self.endpoint = f"127.0.0.1:{self.server.add_insecure_port('127.0.0.1:0')}"
        self.server.start()
        self.addCleanup(lambda: self.server.stop(0).wait())

    def test_the_jobs_code_and_output_are_handed_on(self):
        code, out, err = run(submit_job, "--endpoint", self.endpoint, "--queue", "main", "--definition", "d")
        self.assertEqual((5, "hello\n"), (code, out))
        self.assertIn("FAILED", err)

    def test_a_refusal_names_the_field(self):
        code, _, err = run(submit_job, "--endpoint", self.endpoint, "--queue", "nope", "--definition", "d")
        self.assertEqual(4, code)
        self.assertIn("refused; jobQueue: no such queue (INVALID_ARGUMENT)", err)

    def test_a_service_that_is_away_is_told(self):
        code, _, err = run(submit_job, "--endpoint", "127.0.0.1:1", "--queue", "q", "--definition", "d")
        self.assertEqual(3, code)
        self.assertIn("UNAVAILABLE", err)

    def test_both_have_help(self):
        for program in (submit_job, produce_job):
            code, out, _ = run(program, "--help")
            self.assertEqual(0, code)
            self.assertIn("--queue", out)

    def test_a_submission_is_the_request_itself(self):
        wanted = produce_job.arguments(
            ["--kafka", "x:1", "--queue", "q", "--definition", "d", "--client-token", "t", "--", "echo", "-n"]
        )
        request = jobs_pb2.SubmitJobRequest.FromString(produce_job.submission(wanted))
        self.assertEqual(("q", "d", "t"), (request.job_queue, request.job_definition, request.client_token))
        self.assertEqual(["echo", "-n"], list(request.container_overrides.command))


@unittest.skipUnless(os.environ.get("LONGSHORE_ENDPOINT"), "LONGSHORE_ENDPOINT names no stack")
class AgainstStack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.channel = client.connect(os.environ["LONGSHORE_ENDPOINT"])
        cls.addClassCleanup(cls.channel.close)
        cls.batch = client.stub(cls.channel)
        cls.queue = os.environ.get("LONGSHORE_TEST_QUEUE") or cls.usable_queue()
        cls.definition = cls.register()

    @classmethod
    def usable_queue(cls):
        for queue in cls.batch.DescribeJobQueues(queues_pb2.DescribeJobQueuesRequest()).job_queues:
            if queue.state == queues_pb2.JQ_STATE_ENABLED and queue.status == queues_pb2.JQ_STATUS_VALID:
                return queue.job_queue_name
        raise AssertionError("the stack has no queue that is ENABLED and VALID")

    @classmethod
    def register(cls):
        request = definitions_pb2.RegisterJobDefinitionRequest(
            job_definition_name="python-client", type=definitions_pb2.JOB_DEFINITION_TYPE_CONTAINER
        )
        request.container_properties.image = "busybox"
        request.container_properties.command.append("true")
        for kind, value in ((common_pb2.RESOURCE_TYPE_VCPU, "1"), (common_pb2.RESOURCE_TYPE_MEMORY, "128")):
            request.container_properties.resource_requirements.add(type=kind, value=value)
        made = cls.batch.RegisterJobDefinition(request)
        return f"{made.job_definition_name}:{made.revision}"

    def submit(self, *command):
        return run(submit_job, "--queue", self.queue, "--definition", self.definition, "--", *command)

    def test_a_job_runs_and_its_output_comes_back(self):
        code, out, err = self.submit("sh", "-c", "echo hello from python")
        self.assertEqual((0, "hello from python\n"), (code, out), err)

    def test_the_exit_code_is_the_jobs(self):
        code, _, err = self.submit("sh", "-c", "exit 7")
        self.assertEqual(7, code, err)

    def test_an_unknown_queue_is_refused(self):
        code, _, err = run(submit_job, "--queue", "no-such-queue", "--definition", self.definition)
        self.assertEqual(4, code)
        self.assertIn("no-such-queue", err)

    @unittest.skipUnless(os.environ.get("LONGSHORE_KAFKA"), "LONGSHORE_KAFKA names no broker")
    def test_a_job_comes_in_by_kafka_and_twice_is_once(self):
        name, token = f"from-kafka-{uuid.uuid4().hex[:8]}", str(uuid.uuid4())
        argv = ["--queue", self.queue, "--definition", self.definition, "--name", name, "--client-token", token]
        for _ in range(2):
            code, _, err = run(produce_job, *argv, "--", "true")
            self.assertEqual(0, code, err)
        self.assertEqual([jobs_pb2.JOB_STATUS_SUCCEEDED], self.ended(name))

    def ended(self, name):
        """The statuses of the jobs of that name once there are some and all have ended."""
        request = jobs_pb2.ListJobsRequest(job_queue=self.queue)
        request.filters.add(name="JOB_NAME", values=[name])
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = [job.status for job in self.batch.ListJobs(request).job_summary_list]
            if found and all(status in submit_job.FINAL for status in found):
                return found
            time.sleep(0.5)
        self.fail(f"{name} did not end within {PATIENCE_SECONDS} s: {found}")


if __name__ == "__main__":
    unittest.main()
